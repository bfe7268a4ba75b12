"""The budgets of the functions on the path of a request: instructions and allocations of a call, as valgrind counts."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmark.failure import Failure
from benchmark.programs import build_for_valgrind
from benchmark.table import aligned
from benchmark.valgrind import count_allocations, count_instructions

FILE = Path(__file__).with_name("budgets.json")
NAMES = ["record", "choose", "pacer", "render", "parse", "recall", "parse-chunked", "trace"]

# A program with twice the calls differs from one with these by the calls alone. What it does before them varies by some
# 100 instructions from run to run, so this many tell a call's instructions to some hundredths.
CALLS = 5_000

TOLERANCE = 0.02  # of the instructions; allocations are exact


@dataclass(frozen=True)
class Cost:
    """What a call of a function costs."""

    instructions: float
    allocations: float


def check_functions(update: bool) -> list[str]:
    """Prints what each function costs; the sentences that say which cost is not as budgeted."""
    program = build_for_valgrind("Benchmarks")
    costs = {name: count_cost(program, name) for name in NAMES}
    budgets = {} if update else read_budgets(FILE.read_text())
    print(table(costs, budgets))
    if update:
        FILE.write_text(json.dumps({name: asdict(cost) for name, cost in costs.items()}, indent=4) + "\n")
        print(f"\nwritten to {FILE.name}")
        return []
    complaints = [complaint for name in NAMES for complaint in compare(name, costs[name], budgets.get(name))]
    how = ["If that is meant: scripts/bench --budgets functions --update, and the commit says why."]
    return complaints + how if complaints else []


def count_cost(program: str, name: str) -> Cost:
    once, twice = [program, name, str(CALLS)], [program, name, str(2 * CALLS)]
    instructions = (count_instructions(twice) - count_instructions(once)) / CALLS
    allocations = (count_allocations(twice) - count_allocations(once)) / CALLS
    return Cost(round(instructions, 2), round(allocations, 4))


def read_budgets(text: str) -> dict[str, Cost]:
    try:
        return {name: Cost(**cost) for name, cost in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise Failure(f"{FILE.name} has no budgets ({error}); write it anew with scripts/bench --budgets --update")


def compare(name: str, cost: Cost, budget: Cost | None) -> list[str]:
    """A sentence for each figure that is not as budgeted. What costs less has a new budget too, or it would be lost."""
    if not budget:
        return [f"{name} has no budget"]
    complaints = []
    change = cost.instructions - budget.instructions
    if abs(change) > TOLERANCE * budget.instructions:
        complaints.append(
            f"{name} takes {cost.instructions} instructions, and its budget is {budget.instructions}: that is"
            f" {change / budget.instructions:+.1%}, and {TOLERANCE:.0%} are allowed either way"
        )
    if cost.allocations != budget.allocations:
        complaints.append(f"{name} allocates {cost.allocations:g} times, and its budget is {budget.allocations:g}")
    return complaints


def table(costs: dict[str, Cost], budgets: dict[str, Cost]) -> str:
    lines = [["per call", "instructions", "budget", "allocations", "budget"]]
    for name, cost in costs.items():
        budget = budgets.get(name)
        line = [name, f"{cost.instructions:,.2f}", f"{budget.instructions:,.2f}" if budget else "–"]
        lines.append(line + [f"{cost.allocations:g}", f"{budget.allocations:g}" if budget else "–"])
    return aligned(lines)
