// Build step: puts style and scripts into the pages' templates and writes them, and ECharts, as a C++ source of constants.
// embed_page OUTPUT NAME=FILE... -- FOLDER...   Files are looked for in the folders; <!-- include FILE --> in one stands for another.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace fs = std::filesystem;

static std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

static std::string found(const std::string& name, const std::vector<fs::path>& folders) {
    for (const auto& folder : folders)
        if (fs::exists(folder / name)) return read(folder / name);
    throw std::runtime_error("no folder holds " + name);
}

static std::string assemble(const std::string& page, const std::vector<fs::path>& folders);

// Markup may include more and close its tags; style and scripts stand inside a tag of the page.
static std::string included(const std::string& name, const std::vector<fs::path>& folders) {
    if (fs::path(name).extension() == ".html") return assemble(found(name, folders), folders);
    const auto text = found(name, folders);
    if (text.find("</script") != std::string::npos || text.find("</style") != std::string::npos)
        throw std::runtime_error(name + " holds a closing tag and cannot stand inside the page");
    return text;
}

static std::string assemble(const std::string& page, const std::vector<fs::path>& folders) {
    static constexpr std::string_view open = "<!-- include ", close = " -->";
    std::string out;
    std::size_t at = 0;
    for (std::size_t mark; (mark = page.find(open, at)) != std::string::npos;) {
        const auto end = page.find(close, mark);
        out += page.substr(at, mark - at);
        out += included(page.substr(mark + open.size(), end - mark - open.size()), folders);
        at = end + close.size();
    }
    return out + page.substr(at);
}

static void write_literal(std::ostream& out, std::string_view text) {
    static constexpr char digits[] = "01234567";
    out << "    \"";
    std::size_t column = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            out << "\\n";
        else if (c == '"' || c == '\\' || c == '?')
            out << '\\' << c;
        else if (byte < 0x20 || byte > 0x7e)
            out << '\\' << digits[byte >> 6] << digits[byte >> 3 & 7] << digits[byte & 7];
        else
            out << c;
        if (++column % 4000 == 0) out << "\"\n    \"";
    }
    out << "\"";
}

// "name=FILE" as the constant `name`.
static void write_constant(std::ostream& out, const std::string& wanted, const std::vector<fs::path>& folders) {
    const auto middle = wanted.find('=');
    if (middle == std::string::npos) throw std::runtime_error("'" + wanted + "' is not NAME=FILE");
    const auto text = assemble(found(wanted.substr(middle + 1), folders), folders);
    out << "\nconst std::string_view " << wanted.substr(0, middle) << "{\n";
    write_literal(out, text);
    out << ", " << text.size() << "};\n";
}

int main(int count, char** arguments) try {
    if (count < 4) throw std::runtime_error("usage: embed_page OUTPUT NAME=FILE... -- FOLDER...");
    const std::vector<std::string> words(arguments + 2, arguments + count);
    const auto separator = std::find(words.begin(), words.end(), "--");
    if (separator == words.end()) throw std::runtime_error("no -- before the folders");
    const std::vector<fs::path> folders(separator + 1, words.end());
    std::ofstream out(arguments[1], std::ios::binary);
    out << "#include \"report/embedded_page.hpp\"\n\nnamespace peakline {\n";
    for (auto wanted = words.begin(); wanted != separator; ++wanted) write_constant(out, *wanted, folders);
    out << "\n}  // namespace peakline\n";
    out.close();
    if (!out) throw std::runtime_error(std::string("cannot write ") + arguments[1]);
    return 0;
} catch (const std::exception& problem) {
    std::cerr << "embed_page: " << problem.what() << "\n";
    return 1;
}
