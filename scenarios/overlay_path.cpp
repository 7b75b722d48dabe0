#include "scenarios/overlay_path.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "scenarios/moments.hpp"
#include "scenarios/sections.hpp"

namespace peakline {
namespace {

std::vector<std::string> split(const std::string& path) {
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < path.size(); ++i) {
        const bool range = path.compare(i, 2, "..") == 0;  // of a day key, which is no path
        if (range) parts.back() += path[i++];
        if (path[i] == '.' && !range)
            parts.emplace_back();
        else
            parts.back() += path[i];
    }
    return parts;
}

class Walk {
public:
    Walk(Reading& reading, Node& root, const Entry& assignment)
        : reading_(reading), assignment_(assignment), parts_(split(assignment.key.text)), node_(&root) {}

    void run() {
        static const std::set<std::string> fixed{"peakline", "extends", "baseline",    "plans",   "time",
                                                 "run",      "name",    "description", "currency"};
        if (fixed.contains(parts_.front())) {
            wrong(parts_.front() + " is the same for all plans");
            return;
        }
        const Type* type = scenario_table().type.get();
        for (index_ = 0; type && index_ < parts_.size(); ++index_) {
            if (!may_enter()) return;
            switch (type->shape) {
                case Type::Shape::record: type = into_record(*type); break;
                case Type::Shape::named: type = into_named(*type); break;
                case Type::Shape::value: type = into_value(*type); break;
            }
        }
    }

private:
    const std::string& part() const { return parts_[index_]; }
    bool last() const { return index_ + 1 == parts_.size(); }
    std::string above() const { return joined_text({parts_.begin(), parts_.begin() + static_cast<std::ptrdiff_t>(index_)}, "."); }

    // What was begun on the way goes too: half a thing would only be a second mistake.
    void wrong(std::string message, std::string expected = {}, std::string nearest = {}) {
        if (begun_in_) begun_in_->erase(begun_key_);
        reading_.wrong_key(assignment_, std::move(message), std::move(expected), std::move(nearest));
    }

    // Only maps have something below them.
    bool may_enter() {
        if (node_->kind == Node::Kind::nothing) node_->kind = Node::Kind::map;
        if (node_->is_map()) return true;
        wrong(fmt::format("{} is written as {}", above(), node_->shown()), fmt::format("{} set as a whole", above()));
        return false;
    }

    // Writes the value if the path ends here; else goes below, where a left-out key starts empty or as inherited.
    void descend(const Type& inner) {
        if (last()) {
            Node value = assignment_.value;
            value.whole = true;
            node_->set(part(), std::move(value));
            return;
        }
        if (!node_->find(part())) {
            Node start;
            const bool whole = inner.shape == Type::Shape::value || inner.whole;
            const Node* const inherited = whole ? inherited_value() : nullptr;
            if (inherited)
                start = *inherited;
            else
                start.kind = Node::Kind::map;
            if (!inherited) {
                start.line = assignment_.key.line;
                start.column = assignment_.key.column;
                start.source = assignment_.key.source;
            }
            node_->set(part(), std::move(start));
            if (!begun_in_) {
                begun_in_ = node_;
                begun_key_ = part();
            }
        }
        node_ = node_->find(part());
    }

    const Type* into_record(const Type& type) {
        const FieldInfo* const field = type.field(part());
        if (!field) {
            std::vector<std::string> keys;
            for (const FieldInfo& known : type.fields) keys.push_back(known.key);
            const std::string nearest = nearest_name(part(), keys);
            wrong(fmt::format("unknown key {}", part()), nearest.empty() ? comma_list(keys) : "", nearest);
            return nullptr;
        }
        descend(*field->type);
        return field->type.get();
    }

    const Type* into_named(const Type& type) {
        if (!node_->find(part()) && !last()) {
            std::vector<std::string> names;
            for (const Entry& entry : node_->entries) names.push_back(entry.key.text);
            wrong(fmt::format("there is no {} named {}", type.element->name, part()), "", nearest_name(part(), names));
            return nullptr;
        }
        things_ = node_;
        descend(*type.element);
        thing_ = index_;
        return type.element.get();
    }

    const Type* into_value(const Type& type) {
        const bool changes = part() == "from" || part() == "through" || part() == "by_hour" || part() == "by_day" ||
                             node_->find("from") || node_->find("through");
        if (type.inside == Type::Inside::closed || changes || parse_day_key(part()) || parse_hours(part())) {
            wrong("a path ends above day, hour and date keys and lists", fmt::format("{} set as a whole", above()));
            return nullptr;
        }
        const Type& inner = type.inside == Type::Inside::names && type.element ? *type.element : type;
        descend(inner);
        return type.inside == Type::Inside::names && !type.element ? scalar_type().get() : &inner;
    }

    // Below a share there is nothing.
    static const TypeRef& scalar_type() {
        static const TypeRef type = value_type("scalar", "a value", {});
        return type;
    }

    // What a copy has from its original at this key: a path into such a value changes a copy of it.
    const Node* inherited_value() const {
        if (!things_ || thing_ == 0) return nullptr;
        const Node* thing = things_->find(parts_[thing_]);
        for (int hops = 0; thing && hops < 100; ++hops) {
            const Node* const like = thing->find("like");
            thing = like ? things_->find(like->text) : nullptr;
            const Node* value = thing;
            for (std::size_t i = thing_ + 1; value && i <= index_; ++i) value = value->find(parts_[i]);
            if (value) return value;
        }
        return nullptr;
    }

    Reading& reading_;
    const Entry& assignment_;
    std::vector<std::string> parts_;
    Node* node_;
    Node* things_ = nullptr;  // the map of things that the path went through last
    std::size_t thing_ = 0;   // which part named the thing
    std::size_t index_ = 0;
    Node* begun_in_ = nullptr;  // where the path first wrote a key that was left out
    std::string begun_key_;
};

}  // namespace

void set_path(Reading& reading, Node& root, const Entry& assignment) { Walk(reading, root, assignment).run(); }

int like_depth(const Node& root, const std::string& path) {
    const std::vector<std::string> parts = split(path);
    const Node* node = &root;
    int depth = 0;
    for (const std::string& part : parts) {
        const Node* thing = node->find(part);
        for (int hops = 0; thing && hops < 100; ++hops) {
            const Node* const like = thing->find("like");
            thing = like ? node->find(like->text) : nullptr;
            depth += thing != nullptr;
        }
        node = node->find(part);
        if (!node) break;
    }
    return depth;
}

}  // namespace peakline
