#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

// lwIP gives its functions the names of POSIX by macros too. What goes through them meets the
// script's faults; the others are not shimmed.
ssize_t lwip_recv(int socket, void* buffer, size_t size, int flags);
#define recv(socket, buffer, size, flags) lwip_recv(socket, buffer, size, flags)
