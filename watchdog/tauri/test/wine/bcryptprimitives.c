/* Rust's standard library draws its random numbers from a DLL that Wine 8 lacks: the one function that it asks for. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG bytes);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T bytes) {
  return SystemFunction036(buffer, (ULONG)bytes);
}
