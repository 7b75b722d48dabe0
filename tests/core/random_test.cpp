// Keyed draws: known answers of the generator, and what the model needs of the keys.
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>

#include <doctest/doctest.h>

#include "core/random.hpp"

using namespace peakline;

namespace {

std::array<std::uint64_t, 4> block(const philox4x64_ctr_t& counter, const philox4x64_key_t& key) {
    const auto x = philox4x64(counter, key);
    return {x[0], x[1], x[2], x[3]};
}

}  // namespace

TEST_CASE("Philox4x64-10 gives the known answers of its authors") {
    // kat_vectors of Random123 1.14: counters and keys of zeros, of ones, and of the digits of pi.
    const auto zeros = block({{0, 0, 0, 0}}, {{0, 0}});
    CHECK(zeros[0] == 0x16554d9eca36314cu);
    CHECK(zeros[1] == 0xdb20fe9d672d0fdcu);
    CHECK(zeros[2] == 0xd7e772cee186176bu);
    CHECK(zeros[3] == 0x7e68b68aec7ba23bu);
    const std::uint64_t all = ~std::uint64_t{0};
    const auto ones = block({{all, all, all, all}}, {{all, all}});
    CHECK(ones[0] == 0x87b092c3013fe90bu);
    CHECK(ones[1] == 0x438c3c67be8d0224u);
    CHECK(ones[2] == 0x9cc7d7c69cd777b6u);
    CHECK(ones[3] == 0xa09caebf594f0ba0u);
    const auto pi = block({{0x243f6a8885a308d3u, 0x13198a2e03707344u, 0xa4093822299f31d0u, 0x082efa98ec4e6c89u}},
                          {{0x452821e638d01377u, 0xbe5466cf34e90c6cu}});
    CHECK(pi[0] == 0xa528f45403e61d95u);
    CHECK(pi[1] == 0x38c72dbd566e9788u);
    CHECK(pi[2] == 0xa5a1610e72fd18b5u);
    CHECK(pi[3] == 0x57bd43b5e52b7fe6u);
}

TEST_CASE("A draw is the block of its key, word by word") {
    const Streams streams{.seed = 7, .forecast = 1, .events = 2, .queueing = 3};
    const DrawKey key{11, 12, 13, 14};
    const auto u = draw(streams, Family::events, key);
    const auto x = block({{11, 12, 13, 14}}, {{7, 2u << 2 | 1u}});
    for (int i = 0; i < 4; ++i) CHECK(u[i] == unit(x[i]));
    CHECK(u == draw(streams, Family::events, key));
}

TEST_CASE("Every part of a key gives another block") {
    std::set<std::array<double, 4>> blocks;
    int asked = 0;
    const auto ask = [&](Streams streams, Family family, DrawKey key) {
        blocks.insert(draw(streams, family, key));
        ++asked;
    };
    const Streams s{.seed = 1, .forecast = 5, .events = 5, .queueing = 5};
    ask(s, Family::forecast, {});
    ask(s, Family::events, {});
    ask(s, Family::queueing, {});
    ask({.seed = 2, .forecast = 5, .events = 5, .queueing = 5}, Family::queueing, {});
    ask({.seed = 1, .forecast = 5, .events = 5, .queueing = 6}, Family::queueing, {});
    ask(s, Family::queueing, {.name = 1});
    ask(s, Family::queueing, {.cell = 1});
    ask(s, Family::queueing, {.ordinal = 1});
    ask(s, Family::queueing, {.detail = detail(1)});
    ask(s, Family::queueing, {.detail = detail(0, 1)});
    ask(s, Family::queueing, {.detail = detail(0, 0, 1)});
    ask(s, Family::queueing, {.detail = detail(0, 0, 0, 1)});
    ask(s, Family::queueing, {.detail = detail(0, 0, 0, 0, 1)});
    CHECK(blocks.size() == static_cast<std::size_t>(asked));
}

TEST_CASE("The replication of one family leaves the other families alone") {
    const Streams one{.seed = 1, .forecast = 0, .events = 0, .queueing = 0},
        two{.seed = 1, .forecast = 9, .events = 0, .queueing = 0};
    CHECK(draw(one, Family::queueing, {1, 2, 3, 4}) == draw(two, Family::queueing, {1, 2, 3, 4}));
    CHECK(draw(one, Family::forecast, {1, 2, 3, 4}) != draw(two, Family::forecast, {1, 2, 3, 4}));
}

TEST_CASE("A uniform is never 0 or 1") {
    CHECK(unit(0) > 0);
    CHECK(unit(std::numeric_limits<std::uint64_t>::max()) < 1);
    CHECK(unit(std::uint64_t{1} << 63) == doctest::Approx(0.5));
}

TEST_CASE("Uniforms fill the unit interval evenly") {
    // Chi-squared over 100 cells; 100 000 draws; the 99.9 % point with 99 degrees of freedom is 148.2.
    std::array<int, 100> cells{};
    for (std::uint64_t k = 0; k < 25000; ++k)
        for (const double u : draw({.seed = 3}, Family::queueing, {hash64("reason"), 0, k, 0}))
            ++cells[static_cast<std::size_t>(u * 100)];
    double chi_squared = 0;
    for (const int n : cells) chi_squared += (n - 1000.0) * (n - 1000.0) / 1000.0;
    CHECK(chi_squared < 148.2);
}

TEST_CASE("Hashes tell names and pairs of names apart, also in the other order") {
    std::set<std::uint64_t> hashes;
    for (const char* name : {"", "a", "b", "ab", "ba", "voice", "voicf", "queues.voice", "queues.voice.patience"})
        hashes.insert(hash64(name));
    CHECK(hashes.size() == 9);
    const std::uint64_t a = hash64("order_status"), b = hash64("shipping_push");
    CHECK(hash64(a, b) != hash64(b, a));
    CHECK(hash64(a, b) != a);
    CHECK(hash64(a, a) != hash64(b, b));
}
