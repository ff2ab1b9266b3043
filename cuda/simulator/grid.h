// A whole launch: the blocks of a grid, over all cores.
#pragma once
#include "block.h"
#include <cstdint>
#include <string>

namespace kbsim {

unsigned workers();

// Runs the grid and returns when it is done. Empty: all blocks ran; otherwise what went wrong in the first that failed.
std::string run_grid(const Launch &launch);

std::uint64_t threads_run();
std::uint64_t fiber_switches();
void forget_counts();

} // namespace kbsim
