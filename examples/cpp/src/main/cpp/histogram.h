#pragma once

#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

// An ordinary C++ library: it knows nothing of Java, and nothing in it was written for Java.
namespace stats {

/** How many values fell between low() and high(), the latter excluded. It lives and dies with its histogram. */
class Bin {
  public:
    Bin(double low, double high) : low_(low), high_(high) {}

    double low() const { return low_; }
    double high() const { return high_; }
    int64_t count() const { return count_; }
    void add(int64_t more) { count_ += more; }

    const std::string &note() const { return note_; }
    void note(const std::string &text) { note_ = text; }

  private:
    double low_;
    double high_;
    int64_t count_ = 0;
    std::string note_;
};

/** What walk() calls; whoever uses the library overrides it. */
class Visitor {
  public:
    virtual ~Visitor() = default;

    /** Returns whether to go on. */
    virtual bool visit(Bin &bin) = 0;
};

/** Counts values in bins of one width. One thread at a time. */
template <typename T> class Histogram {
  public:
    /** Throws std::invalid_argument if bins is not 1 to 1000000, or if they have no room between low and high. */
    Histogram(T low, T high, int bins) : low_(low), high_(high) {
        if (!(low < high)) {
            throw std::invalid_argument("low = " + written(low) + ": must be less than high = " + written(high));
        }
        if (bins < 1 || bins > 1000000) {
            throw std::invalid_argument("bins = " + std::to_string(bins) + ": must be 1 to 1000000");
        }
        const double first = static_cast<double>(low);
        const double last = static_cast<double>(high);
        const double width = (last - first) / bins;
        if (!std::isfinite(width) || first + width == first || last - width == last) {
            throw std::invalid_argument("from low = " + written(low) + " to high = " + written(high) +
                                        ": no bins of such a width");
        }
        for (int i = 0; i < bins; i++) {
            bins_.emplace_back(first + i * width, i + 1 < bins ? first + (i + 1) * width : last);
        }
    }

    /** Reads what text() wrote. Throws std::invalid_argument if it did not. */
    explicit Histogram(const std::string &text) : Histogram(read(text)) {}

    /** Throws std::out_of_range if the value falls into no bin. */
    void add(T value) {
        if (!counted(value)) {
            throw std::out_of_range("value = " + written(value) + ": must be from " + written(low_) + " to less than " +
                                    written(high_));
        }
    }

    /** Returns how many of the values fell into a bin; the others are left out. */
    size_t add(const T *values, size_t count) noexcept {
        size_t inside = 0;
        for (size_t i = 0; i < count; i++) {
            inside += counted(values[i]);
        }
        return inside;
    }

    int bins() const { return static_cast<int>(bins_.size()); }

    int64_t count() const {
        int64_t sum = 0;
        for (const Bin &bin : bins_) {
            sum += bin.count();
        }
        return sum;
    }

    /** A part of this histogram. Throws std::out_of_range if there is no such bin. */
    Bin &bin(int index) {
        if (index < 0 || index >= bins()) {
            throw std::out_of_range("index = " + std::to_string(index) + ": must be 0 to " +
                                    std::to_string(bins() - 1));
        }
        return bins_[index];
    }

    const std::string &name() const { return name_; }

    /** Throws std::invalid_argument if it contains a semicolon, which separates the parts of text(). */
    void name(const std::string &name) {
        if (name.find(';') != std::string::npos) {
            throw std::invalid_argument("name = " + name + ": must not contain a semicolon");
        }
        name_ = name;
    }

    /** Counts of both. Throws std::invalid_argument if their bins differ. */
    Histogram operator+(const Histogram &other) const {
        if (low_ != other.low_ || high_ != other.high_ || bins() != other.bins()) {
            throw std::invalid_argument("other: must have the same bins");
        }
        Histogram sum(*this);
        for (size_t i = 0; i < bins_.size(); i++) {
            sum.bins_[i].add(other.bins_[i].count());
        }
        return sum;
    }

    /** A copy for the caller to keep, without counts, names and notes. */
    std::unique_ptr<Histogram> emptied() const { return std::make_unique<Histogram>(low_, high_, bins()); }

    /** Shows each bin to the visitor until it says no; returns whether it never did. */
    bool walk(Visitor &visitor) {
        for (Bin &bin : bins_) {
            if (!visitor.visit(bin)) {
                return false;
            }
        }
        return true;
    }

    /** As "name;low;high;count count ...". */
    std::string text() const {
        std::string text = name_ + ";" + written(low_) + ";" + written(high_) + ";";
        for (size_t i = 0; i < bins_.size(); i++) {
            text += (i == 0 ? "" : " ") + std::to_string(bins_[i].count());
        }
        return text;
    }

    /** How many histograms of this type there are now: for finding leaks. */
    static int64_t alive() { return Alive::number; }

  private:
    struct Alive {
        Alive() { number++; }
        Alive(const Alive &) { number++; }
        ~Alive() { number--; }
        Alive &operator=(const Alive &) = default;
        static inline std::atomic<int64_t> number{0};
    };

    bool counted(T value) noexcept {
        if (!(value >= low_ && value < high_)) { // also for NaN
            return false;
        }
        const double place = static_cast<double>(value);
        size_t index = static_cast<size_t>((place - bins_[0].low()) / (bins_[0].high() - bins_[0].low()));
        index = index < bins_.size() ? index : bins_.size() - 1;
        index -= index > 0 && place < bins_[index].low(); // the quotient was rounded
        index += index + 1 < bins_.size() && place >= bins_[index].high();
        bins_[index].add(1);
        return true;
    }

    static std::string written(T value) {
        std::ostringstream out;
        out.precision(17); // any double, exactly
        out << value;
        return out.str();
    }

    static Histogram read(const std::string &text) {
        std::istringstream in(text);
        std::string name;
        T low, high;
        char after_low, after_high;
        if (!std::getline(in, name, ';') || !(in >> low >> after_low >> high >> after_high) || after_low != ';' ||
            after_high != ';') {
            throw std::invalid_argument("text = " + text + ": must be as name;low;high;count count ...");
        }
        std::vector<int64_t> counts;
        while (!(in >> std::ws).eof()) {
            int64_t count;
            if (!(in >> count) || count < 0) {
                throw std::invalid_argument("text = " + text + ": its counts must be numbers from 0 on");
            }
            counts.push_back(count);
        }
        Histogram histogram(low, high, static_cast<int>(counts.size()));
        histogram.name_ = name;
        for (size_t i = 0; i < counts.size(); i++) {
            histogram.bins_[i].add(counts[i]);
        }
        return histogram;
    }

    T low_;
    T high_;
    std::string name_;
    std::vector<Bin> bins_;
    Alive alive_;
};

} // namespace stats
