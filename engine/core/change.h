// A change of a set by what is added and removed, as EPP's <add> and <rem> say it: every item once,
// nothing on both sides, only what is missing is added, only what is there is removed.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/problems.h"

namespace stele::core {

// A member of a set with the text the client knows it by.
template <class Key>
struct Named {
  Key key;
  std::string text;
};

// How problems with one kind of set are worded.
struct SetWords {
  Field field = Field::none;
  Reason present = Reason::already_there;
  Reason absent = Reason::not_there;
};

template <class Key>
struct SetChange {
  std::vector<Key> added, removed;  // sorted; what the event carries
  std::vector<Key> after;           // sorted; the set once the event is applied
};

// The keys, sorted; whatever stands there twice is a problem.
template <class Key>
std::vector<Key> require_distinct(const std::vector<Named<Key>>& items, Field field,
                                  Problems& problems) {
  std::vector<Key> keys;
  keys.reserve(items.size());
  for (const Named<Key>& item : items) {
    const auto place = std::lower_bound(keys.begin(), keys.end(), item.key);
    if (place != keys.end() && *place == item.key)
      problems.add(Reason::given_twice, field, item.text);
    else
      keys.insert(place, item.key);
  }
  return keys;
}

// Precondition: `current` is sorted. The result counts only when no problem was added.
template <class Key>
SetChange<Key> require_change(const std::vector<Key>& current,
                              const std::vector<Named<Key>>& added,
                              const std::vector<Named<Key>>& removed, const SetWords& words,
                              Problems& problems) {
  const auto has = [](const std::vector<Key>& sorted, const Key& key) {
    return std::binary_search(sorted.begin(), sorted.end(), key);
  };
  SetChange<Key> change;
  change.added = require_distinct(added, words.field, problems);
  change.removed = require_distinct(removed, words.field, problems);
  for (const Named<Key>& item : added) {
    if (has(change.removed, item.key))
      problems.add(Reason::added_and_removed, words.field, item.text);
    else if (has(current, item.key))
      problems.add(words.present, words.field, item.text);
  }
  for (const Named<Key>& item : removed) {
    if (!has(current, item.key) && !has(change.added, item.key))
      problems.add(words.absent, words.field, item.text);
  }
  for (const Key& key : current)
    if (!has(change.removed, key)) change.after.push_back(key);
  for (const Key& key : change.added) {
    const auto place = std::lower_bound(change.after.begin(), change.after.end(), key);
    if (place == change.after.end() || *place != key) change.after.insert(place, key);
  }
  return change;
}

}  // namespace stele::core
