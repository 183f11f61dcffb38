#include "SD_MMC.h"

#include "World.h"

fs::SDMMCFS SD_MMC;

namespace fs {

bool SDMMCFS::setPins(int, int, int) { host::abuse("SD_MMC is not shimmed"); }
bool SDMMCFS::begin(const char*, bool) { host::abuse("SD_MMC is not shimmed"); }
void SDMMCFS::end() { host::abuse("SD_MMC is not shimmed"); }
uint64_t SDMMCFS::totalBytes() { host::abuse("SD_MMC is not shimmed"); }
uint64_t SDMMCFS::usedBytes() { host::abuse("SD_MMC is not shimmed"); }

}  // namespace fs
