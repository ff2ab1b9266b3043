// Failures on request, so that what a program does when a GPU fails can be tested.
//
// A spec stands in KERNELBRIDGE_CUDA_SIMULATOR or is given to kbsim_configure, several joined by commas:
//     1               nothing fails                           0                no device
//     memory=64M      the device's memory (K, M, G; 4G)       fail-launch=3    the third launch fails, with 719
//     lost-after=5    after 5 launches every call gives 999   wrong=2          every second launch's result is corrupted
//     graphs=0        no graph can be made, with 801
// Launches are counted from the last configuration on, in all contexts together.
#pragma once
#include <cstdint>
#include <string>

namespace kbsim {

struct Faults {
    bool no_device = false;
    std::uint64_t memory = 4ull << 30;
    std::uint64_t fail_launch = 0;              // 0: none
    std::uint64_t wrong = 0;                    // 0: none
    std::uint64_t graphs = 1;                   // 0: none can be made
    std::uint64_t lost_after = ~std::uint64_t(0);
    std::uint64_t launches = 0;                 // accepted so far

    bool parse(const std::string &spec); // false: not understood, nothing changed
    bool lost() const { return launches >= lost_after; }
};

} // namespace kbsim
