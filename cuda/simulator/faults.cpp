// Reads a spec of failures; see faults.h.
#include "faults.h"
#include <cerrno>
#include <cstdlib>
#include <sstream>

namespace kbsim {

static bool number(const std::string &text, std::uint64_t &value) {
    if (text.empty() || text[0] < '0' || text[0] > '9') return false;
    char *end;
    errno = 0;
    value = std::strtoull(text.c_str(), &end, 10);
    return *end == 0 && errno == 0;
}

static bool size(std::string text, std::uint64_t &value) {
    const std::string units = "KMG";
    const auto unit = text.empty() ? std::string::npos : units.find(text.back());
    if (unit != std::string::npos) text.pop_back();
    if (!number(text, value)) return false;
    const int shift = unit == std::string::npos ? 0 : 10 * (int(unit) + 1);
    if (value > ~std::uint64_t(0) >> shift) return false;
    value <<= shift;
    return true;
}

bool Faults::parse(const std::string &spec) {
    Faults read;
    std::istringstream parts(spec);
    for (std::string part; std::getline(parts, part, ',');) {
        const auto equals = part.find('=');
        const std::string key = part.substr(0, equals);
        const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
        bool understood = false;
        if (equals == std::string::npos) {
            understood = part == "1" || part == "0" || part == "true" || part == "false" || part.empty();
            read.no_device |= part == "0" || part == "false";
        } else if (key == "memory") {
            understood = size(value, read.memory);
        } else if (key == "fail-launch") {
            understood = number(value, read.fail_launch);
        } else if (key == "lost-after") {
            understood = number(value, read.lost_after);
        } else if (key == "wrong") {
            understood = number(value, read.wrong);
        } else if (key == "graphs") {
            understood = number(value, read.graphs);
        }
        if (!understood) return false;
    }
    *this = read;
    return true;
}

} // namespace kbsim
