#include "engine/core/zone/table_change.h"

#include <algorithm>
#include <unordered_map>

#include "engine/core/name/labels.h"

namespace stele::core {
namespace {

class Planner {
 public:
  Planner(const State& state, const Zone& zone, const std::vector<TableUse>& tables)
      : state_(state), zone_(zone), set_(state.table_set(tables)) {}

  TableChange run() {
    visit_domains();
    visit_listed();
    std::ranges::sort(change_.domains);
    std::ranges::sort(change_.applications);
    std::ranges::sort(change_.listed, {}, &Relisted::before);
    return std::move(change_);
  }

 private:
  std::string key_of(std::string_view label) const {
    return set_->empty() ? std::string(label) : index_label(*set_, label);
  }

  void collide(const std::string& one, const std::string& other) {
    if (change_.collision_count++ < kShownNames) change_.collisions.emplace_back(one, other);
  }

  // Under the old keys no two names are one. So a new key can only meet the new key of a name that
  // gets another, or the key of one that keeps it.
  void visit_domains() {
    state_.for_each_domain_of(zone_, [this](const Domain& domain) {
      ++change_.names;
      judge(domain.name);
      std::string label = key_of(domain.name.first_label());
      part(domain, label);
      if (label != domain.index_label) {
        moved_.emplace(domain.index_label, domain.number);
        change_.domains.push_back({domain.number, std::move(label)});
      }
      return true;
    });
    std::unordered_map<std::string_view, ObjectNumber> taken;
    for (const Relabelled& domain : change_.domains) {
      const auto [other, is_new] = taken.emplace(domain.index_label, domain.number);
      if (!is_new) collide(name_of(other->second), name_of(domain.number));
      if (const auto stands = keeps(domain.index_label)) collide(name_of(*stands), name_of(domain.number));
    }
    visit_zones_below(taken);
    visit_applications();
  }

  // The name that has the key today and under the new tables.
  std::optional<ObjectNumber> keeps(const std::string& key) const {
    return moved_.contains(key) ? std::nullopt : state_.find_domain_number(zone_, key);
  }

  void visit_zones_below(const std::unordered_map<std::string_view, ObjectNumber>& taken) {
    std::unordered_map<std::string, std::string> zones;
    state_.for_each_zone([&](ObjectNumber number) {
      const auto lower = state_.find_zone(number);
      if (!lower || lower->name.parent() != zone_.name.text()) return true;
      const std::string key = key_of(lower->name.first_label());
      const std::string name = unicode_name(lower->name);
      const auto [other, is_new] = zones.emplace(key, name);
      if (!is_new) collide(other->second, name);
      if (const auto domain = taken.find(key); domain != taken.end())
        collide(name, name_of(domain->second));
      else if (const auto stands = keeps(key))
        collide(name, name_of(*stands));
      return true;
    });
  }

  void part(const Domain& domain, const std::string& key) {
    for (const DomainName& variant : domain.variants)
      if (key_of(variant.first_label()) != key && change_.apart_count++ < kShownNames)
        change_.apart.emplace_back(unicode_name(domain.name), unicode_name(variant));
  }

  void visit_applications() {
    state_.for_each_application_of(zone_.number, [this](const Application& application) {
      const Domain& wanted = application.domain;
      std::string label = key_of(wanted.name.first_label());
      if (label != wanted.index_label)
        change_.applications.push_back({wanted.number, std::move(label)});
      return true;
    });
  }

  void visit_listed() {
    std::unordered_map<std::string, std::string> taken;
    state_.for_each_listed_name(zone_.number, [&](std::string_view label, const ListedName& listed) {
      std::string key = key_of(listed.name);
      const auto [other, is_new] = taken.emplace(key, listed.name);
      if (!is_new) collide(other->second + " (listed)", listed.name + " (listed)");
      if (key != label) change_.listed.push_back({std::string(label), std::move(key)});
      return true;
    });
  }

  void judge(const DomainName& name) {
    const auto label = code_points(name.first_label());
    if (label && name.first_label().starts_with("xn--") &&
        (set_->empty() || !set_->evaluate(*label).evaluation.valid()) &&
        change_.not_taken_count++ < kShownNames)
      change_.not_taken.push_back(unicode_name(name));
  }

  std::string name_of(ObjectNumber number) const {
    const auto domain = state_.find_domain(number);
    return domain ? unicode_name(domain->name) : std::string();
  }

  const State& state_;
  const Zone& zone_;
  const std::shared_ptr<const idn::lgr::TableSet> set_;
  std::unordered_map<std::string, ObjectNumber> moved_;  // by the key they leave
  TableChange change_;
};

}  // namespace

TableChange plan_table_change(const State& state, const Zone& zone,
                              const std::vector<TableUse>& tables) {
  return Planner(state, zone, tables).run();
}

}  // namespace stele::core
