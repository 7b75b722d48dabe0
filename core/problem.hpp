// What is wrong with an input, said so that its author can mend it.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace peakline {

// A place in an input file; line and column count from 1, 0 means the whole file.
struct Place {
    std::string file;
    int line = 0;
    int column = 0;
};

struct Problem {
    Place place;
    std::string key;       // path of the key, "queues.voice.patience"; empty where there is none
    std::string message;   // what is wrong, in a phrase: "unknown key"
    std::string found;     // as written; empty where nothing was
    std::string expected;  // what would be right; empty where the message says it
    std::string nearest;   // nearest valid name, empty where none is near

    // "scenario.yaml:12:5: queues.voice.patiance: unknown key (found ..., expected ...); did you mean 'patience'?"
    std::string text() const;
};

// Bad input or usage: exit code 2. Carries every problem found in one run.
class InputError : public std::runtime_error {
public:
    explicit InputError(std::vector<Problem> problems);
    explicit InputError(Problem problem);
    const std::vector<Problem>& problems() const { return problems_; }

private:
    std::vector<Problem> problems_;
};

// The candidate with the smallest edit distance to `name`, if that is small enough to be a slip; else "".
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace peakline
