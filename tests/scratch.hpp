// Files that a test program writes: in a folder of its own, gone when it ends.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace peakline::testing {

inline std::filesystem::path scratch_file(const std::string& name) {
    struct Folder {
        std::filesystem::path path = std::filesystem::temp_directory_path() / ("peakline-test-" + std::to_string(getpid()));
        Folder() { std::filesystem::create_directories(path); }
        ~Folder() { std::filesystem::remove_all(path); }
    };
    static const Folder folder;
    return folder.path / name;
}

}  // namespace peakline::testing
