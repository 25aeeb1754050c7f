// What an exception says.
#pragma once

#include <string>

namespace brenier::testing {

/// What an exception of type E says when `call` throws one; empty if it does not.
template <class E, class Call>
std::string message_of_throw(Call&& call) {
  try {
    call();
  } catch (const E& error) {
    return error.what();
  }
  return "";
}

inline bool contains_text(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

}  // namespace brenier::testing
