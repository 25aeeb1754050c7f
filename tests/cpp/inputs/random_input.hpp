// Random numbers, domains and what exceptions say, all in one.
#pragma once

#include "inputs/domains.hpp"
#include "inputs/random.hpp"
#include "oracles/messages.hpp"
