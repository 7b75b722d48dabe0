// The whole way from a file to scenarios: tree, plans laid over it, copies, values, checks; once for the scenario as written
// and once for every plan.
#include "scenarios/load.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "scenarios/checks.hpp"
#include "scenarios/like.hpp"
#include "scenarios/plans.hpp"

namespace peakline {
namespace {

const std::string set_plan = "set";         // the unnamed plan of LoadOptions::set
const std::string set_option = "--set ";    // where its values come from, in messages
const std::string as_written = "baseline";  // the scenario itself, where no plan is the baseline

// All problems of one load, each once: a mistake in what plans share is theirs too, and said only for the first.
class Gathered {
public:
    void add(const std::vector<Problem>& problems, const std::string& plan) {
        for (Problem problem : problems) {
            if (problem.place.file.starts_with(set_option)) {
                add_setting(std::move(problem));
                continue;
            }
            if (!seen_
                     .insert({problem.place.file, problem.place.line, problem.place.column,
                              problem.message + problem.key.substr(problem.key.rfind('.') + 1), problem.found})
                     .second)
                continue;
            if (!plan.empty() && !problem.key.starts_with("plans."))
                problem.message = fmt::format("in plan {}: {}", plan, problem.message);
            all_.push_back(std::move(problem));
        }
    }
    bool empty() const { return all_.empty(); }

    // In the order of the text, file by file as they were first met.
    std::vector<Problem> sorted(const Sources& sources) && {
        const auto rank = [&](const Problem& p) {
            std::size_t i = 0;
            while (i < sources.all.size() && sources.all[i].shown != p.place.file) ++i;
            return std::tuple(i, p.place.line, p.place.column);
        };
        std::stable_sort(all_.begin(), all_.end(), [&](const Problem& a, const Problem& b) { return rank(a) < rank(b); });
        return std::move(all_);
    }

private:
    // On the command line a value is its own place: "--set queues.v.lines", and below it what is wrong inside.
    void add_setting(Problem problem) {
        const std::string inner = "plans." + set_plan + ".set.", key = problem.place.file.substr(set_option.size());
        if (problem.key.starts_with(inner)) problem.key.erase(0, inner.size());
        if (problem.key == key)
            problem.key.clear();
        else if (problem.key.starts_with(key + "."))
            problem.key.erase(0, key.size() + 1);
        if (seen_.insert({problem.place.file, 0, 0, problem.message + problem.key, problem.found}).second)
            all_.push_back(std::move(problem));
    }

    std::vector<Problem> all_;
    std::set<std::tuple<std::string, int, int, std::string, std::string>> seen_;
};

class Load {
public:
    Load(const std::filesystem::path& path, const LoadOptions& options) : path_(path), options_(options) {}

    LoadedScenario run() {
        std::vector<Problem> in_tree;
        root_ = read_extended(path_, sources_, in_tree);
        mistakes_.add(in_tree, "");
        if (!root_.is_map()) {
            const std::string found = root_.kind == Node::Kind::nothing ? "an empty file" : root_.shown();
            give_up({path_.string(), root_.line, root_.column}, "", "this is no scenario", found,
                    "keys such as time, reasons, queues, staff");
        }
        read_plan_texts();
        const Scenario written = scenario_of({}, "");
        for (const PlanText* const plan : in_order_of_building())
            scenarios_.emplace_back(plan, scenario_of(texts_.parts(*plan), plan->name));
        if (!mistakes_.empty()) throw InputError(std::move(mistakes_).sorted(sources_));
        return {choose(written), std::move(warnings_).sorted(sources_)};
    }

    // After run(): what the plan builds on and adds itself, as far as the baseline has not the same.
    PlanLevers levers_of(const std::string& name) const {
        PlanLevers levers;
        const PlanText* const plan = texts_.find(name);
        if (!plan) return levers;
        const auto base = that_act(baseline_parts());
        const auto adds = [&](const PlanText& part) { return std::find(base.begin(), base.end(), &part) == base.end(); };
        for (const std::string& lever : texts_.lever_names(*plan)) {
            const auto parts = that_act(texts_.parts(*texts_.find(lever)));
            if (std::any_of(parts.begin(), parts.end(), [&](const PlanText* part) { return adds(*part); }))
                levers.names.push_back(lever);
        }
        if (adds(*plan) && (!plan->set.entries.empty() || !plan->actions.items.empty())) levers.names.push_back(name);
        const auto all = texts_.parts(*plan);
        levers.from_baseline = std::all_of(
            base.begin(), base.end(), [&](const PlanText* part) { return std::find(all.begin(), all.end(), part) != all.end(); });
        return levers;
    }

    // The plan with these of its levers only; parts that the baseline has, too, stay.
    Scenario with_levers(const std::string& name, const std::vector<std::string>& on) {
        mistakes_ = Gathered();
        Scenario scenario = scenario_of(parts_of(name, on), name);
        if (!mistakes_.empty()) throw InputError(std::move(mistakes_).sorted(sources_));
        return scenario;
    }

    // The plan of the file that these levers make, or "".
    std::string same_plan(const std::string& name, const std::vector<std::string>& on) const {
        const auto parts = that_act(parts_of(name, on));
        for (const PlanText& text : texts_.all)
            if (that_act(texts_.parts(text)) == parts) return text.name;
        return parts.empty() && baseline_.empty() ? as_written : "";
    }

private:
    static std::vector<const PlanText*> that_act(std::vector<const PlanText*> parts) {
        std::erase_if(parts, [](const PlanText* part) { return part->set.entries.empty() && part->actions.items.empty(); });
        return parts;
    }

    std::vector<const PlanText*> parts_of(const std::string& name, const std::vector<std::string>& levers) const {
        const auto base = baseline_parts();
        std::set<const PlanText*> chosen(base.begin(), base.end());
        for (const std::string& lever : levers) {
            const PlanText& text = *texts_.find(lever);
            if (lever == name)
                chosen.insert(&text);
            else
                for (const PlanText* const part : texts_.parts(text)) chosen.insert(part);
        }
        auto parts = texts_.parts(*texts_.find(name));
        std::erase_if(parts, [&](const PlanText* part) { return !chosen.contains(part); });
        return parts;
    }

    std::vector<const PlanText*> baseline_parts() const {
        const PlanText* const baseline = texts_.find(baseline_);
        return baseline ? texts_.parts(*baseline) : std::vector<const PlanText*>();
    }

    void read_plan_texts() {
        Reading reading(tables_);
        texts_ = read_plans(reading, root_);
        if (const Node* const baseline = root_.find("baseline"); baseline && !baseline->is_none()) {
            const auto scope = reading.at("baseline");
            std::vector<std::string> names;
            for (const PlanText& plan : texts_.all) names.push_back(plan.name);
            if (baseline->is_scalar() && texts_.find(baseline->text))
                baseline_ = baseline->text;
            else
                reading.wrong(*baseline, "there is no plan of this name", names.empty() ? "a plan, and there are none" : "",
                              nearest_name(baseline->text, names));
        } else if (texts_.find(as_written)) {
            baseline_ = as_written;
        }
        mistakes_.add(reading.problems, "");
        check_selection();
        add_set_plan();
    }

    void check_selection() {
        std::vector<std::string> names;
        if (baseline_.empty()) names.push_back(as_written);
        for (const PlanText& plan : texts_.all) names.push_back(plan.name);
        for (const std::string& wanted : options_.plans) {
            if (std::find(names.begin(), names.end(), wanted) != names.end()) continue;
            give_up({path_.string(), 0, 0}, "plans", "there is no plan of this name", wanted, "one of " + comma_list(names),
                    nearest_name(wanted, names));
        }
    }

    // --set key=value ...: one more plan, on top of the one it is compared with: the baseline, or the first chosen where that is not.
    void add_set_plan() {
        if (options_.set.empty()) return;
        if (texts_.find(set_plan))
            give_up({path_.string(), 0, 0}, "plans.set", "a plan named set cannot stand beside --set", "", "another name");
        PlanText plan;
        plan.name = set_plan;
        Node name;
        name.kind = Node::Kind::scalar;
        const bool without_baseline =
            !options_.plans.empty() && std::find(options_.plans.begin(), options_.plans.end(),
                                                 baseline_.empty() ? as_written : baseline_) == options_.plans.end();
        const std::string compared_with = without_baseline ? options_.plans.front() : baseline_;
        if (const std::string& below = options_.set_on.empty() ? compared_with : options_.set_on; texts_.find(below)) {
            name.text = below;
            plan.levers.push_back(name);
        }
        plan.set.kind = Node::Kind::map;
        bool readable = true;
        for (const auto& [key, value] : options_.set) {
            const Source& source = sources_.add(set_option + key, path_.parent_path());
            auto parsed = read_setting(value, source);
            readable = readable && parsed;
            if (parsed) plan.set.set(key, std::move(*parsed));
            for (Entry& entry : plan.set.entries)
                if (entry.key.text == key) entry.key.source = &source;
        }
        if (!readable) throw InputError(std::move(mistakes_).sorted(sources_));  // half a setting would only be a second mistake
        texts_.all.push_back(std::move(plan));
    }

    std::optional<Node> read_setting(const std::string& value, const Source& source) {
        std::vector<Problem> problems;
        Node parsed;
        try {
            parsed = read_yaml_text(value, source, problems);
        } catch (const InputError& error) { problems = error.problems(); }
        for (Problem& problem : problems) problem.place.line = problem.place.column = 0;
        mistakes_.add(problems, "");
        if (!problems.empty()) return std::nullopt;
        parsed.source = &source;
        forget_places(parsed);
        return parsed;
    }

    // A place on the command line is no line of a file.
    static void forget_places(Node& node) {
        node.line = node.column = 0;
        for (Node& item : node.items) forget_places(item);
        for (Entry& entry : node.entries) {
            forget_places(entry.key);
            forget_places(entry.value);
        }
    }

    // Levers before what they build, so that a mistake is said of the plan that makes it.
    std::vector<const PlanText*> in_order_of_building() const {
        std::vector<const PlanText*> order;
        for (const PlanText& plan : texts_.all)
            for (const PlanText* const part : texts_.parts(plan))
                if (std::find(order.begin(), order.end(), part) == order.end()) order.push_back(part);
        return order;
    }

    // The scenario with these plans laid over it, none: as written. Mistakes are said of the plan of this name.
    Scenario scenario_of(const std::vector<const PlanText*>& parts, const std::string& name) {
        Node root = root_;
        Reading reading(tables_);
        overlay(reading, root, parts, texts_);
        const Type& type = *scenario_table().type;
        resolve_likes(reading, root, type);
        remove_nones(root, type);
        reading.names = names_of_tree(root);
        reading.zone.emplace("UTC");
        Scenario scenario;
        scenario.file = path_;
        read_record(reading, root, scenario_table(), scenario);
        for (const PlanText* const part : parts) read_actions(reading, *part, scenario);
        check_whole(reading, root, scenario);
        if (reading.problems.empty()) warn_about(reading, root, scenario, name);
        mistakes_.add(reading.problems, name);
        if (is_asked_for(name)) warnings_.add(reading.warnings, name);
        return scenario;
    }

    // Mistakes are told of every plan; what is only suspicious of those that were chosen and what they build on.
    bool is_asked_for(const std::string& name) const {
        std::vector<std::string> asked = options_.plans;
        if (!options_.set.empty()) asked.insert(asked.end(), {set_plan, baseline_});
        if (name.empty() || asked.empty()) return true;
        return std::any_of(asked.begin(), asked.end(), [&](const std::string& plan) {
            const PlanText* const text = texts_.find(plan);
            if (!text) return false;
            const auto parts = texts_.parts(*text);
            return std::find(parts.begin(), parts.end(), texts_.find(name)) != parts.end();
        });
    }

    static void read_actions(Reading& reading, const PlanText& plan, Scenario& scenario) {
        if (plan.actions.kind == Node::Kind::nothing) return;
        const auto section = reading.at("plans");
        const auto name = reading.at(plan.name);
        const auto key = reading.at("do");
        static const auto list = actions();
        const auto read = list.parse(reading, plan.actions);
        if (!read) return;
        for (std::size_t i = 0; i < read->size(); ++i) {
            const Action& action = (*read)[i];
            check_size(reading, plan.actions.items[i], action, scenario);
            if (is_planned(action.kind) && (action.verb == Verb::enable || action.verb == Verb::disable))
                take_in_or_out(scenario, action);
            else
                scenario.actions.push_back(action);
        }
    }

    // What a plan enables or disables for its whole length is so from the beginning.
    static void take_in_or_out(Scenario& scenario, const Action& action) {
        const auto among = [&](auto& things) {
            for (auto& thing : things)
                if (thing.name == action.name) thing.enabled = action.verb == Verb::enable;
        };
        if (action.kind == Kind::shift) among(scenario.shifts);
        if (action.kind == Kind::event) among(scenario.events);
        if (action.kind == Kind::rule) among(scenario.rules);
        if (action.kind != Kind::cohort) return;
        for (Group& group : scenario.groups)
            if (group.name == action.to) among(group.cohorts);
    }

    // The plans asked for, in the order of the file, and which of them the others are compared with.
    ScenarioFile choose(const Scenario& written) {
        const bool only_set = !options_.set.empty() && options_.plans.empty();
        const auto wanted = [&](const std::string& name) {
            const bool baseline = name == (baseline_.empty() ? as_written : baseline_);
            if (only_set) return baseline || name == set_plan;
            return options_.plans.empty() || name == set_plan ||
                   std::find(options_.plans.begin(), options_.plans.end(), name) != options_.plans.end();
        };
        ScenarioFile file;
        std::optional<Scenario> unselected;
        const auto take = [&](const std::string& name, std::vector<std::string> levers, const Scenario& scenario) {
            const bool baseline = name == (baseline_.empty() ? as_written : baseline_);
            if (wanted(name)) {
                if (baseline) file.baseline = file.plans.size();
                file.plans.push_back({name, std::move(levers), scenario});
            } else if (baseline) {
                unselected = scenario;
            }
        };
        if (baseline_.empty()) take(as_written, {}, written);
        for (const PlanText& text : texts_.all) {
            const auto built =
                std::find_if(scenarios_.begin(), scenarios_.end(), [&](const auto& s) { return s.first == &text; });
            take(text.name, texts_.lever_names(text), built->second);
        }
        file.unselected_baseline = std::move(unselected);
        return file;
    }

    const std::filesystem::path path_;
    const LoadOptions options_;
    Sources sources_;
    Tables tables_;
    Node root_;
    PlanTexts texts_;
    std::string baseline_;  // a plan's name; empty: the scenario as written
    std::vector<std::pair<const PlanText*, Scenario>> scenarios_;
    Gathered mistakes_, warnings_;
};

}  // namespace

LoadedScenario load_scenario(const std::filesystem::path& path, const LoadOptions& options) { return Load(path, options).run(); }

PlanLevers load_levers(const std::filesystem::path& path, const std::string& plan, const LoadOptions& options) {
    const auto load = std::make_shared<Load>(path, options);
    load->run();
    PlanLevers levers = load->levers_of(plan);
    const auto chosen = [names = levers.names](const std::vector<bool>& on) {
        std::vector<std::string> levers_on;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (on[i]) levers_on.push_back(names[i]);
        return levers_on;
    };
    levers.scenario = [load, plan, chosen](const std::vector<bool>& on) { return load->with_levers(plan, chosen(on)); };
    levers.same_as = [load, plan, chosen](const std::vector<bool>& on) { return load->same_plan(plan, chosen(on)); };
    return levers;
}

}  // namespace peakline
