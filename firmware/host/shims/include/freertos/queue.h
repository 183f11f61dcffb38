#pragma once

#error "freertos/queue.h: queues are not shimmed; the sketch's tasks share rings of its own"
