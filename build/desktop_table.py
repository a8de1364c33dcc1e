"""The desktop benches with their bounds."""

from collections.abc import Mapping

from build import benches, desktop, starts

DESKTOP: Mapping[str, benches.Bench] = {
    "first-paint": benches.Bench(
        "start to first paint, against a bare window",
        "ms",
        "≤ 1.3×",
        starts.first_paint,
        most_ratio=1.3,
    ),
    "first-households": benches.Bench(
        "start to the first of 100,000 households, against a bare window",
        "ms",
        "≤ 2.5×",
        starts.first_households,
        most_ratio=2.5,
    ),
    "chart": benches.Bench(
        "open a chart of 34 floors × 8 doors", "ms", "≤ 150 ms", desktop.chart, most=150
    ),
    "chart-repaint": benches.Bench(
        "repaint what is in sight of it", "ms", "≤ 16 ms", desktop.chart_repaint, most=16
    ),
    "key": benches.Bench(
        "key to committed visit, p95", "ms", "≤ 10 ms", desktop.key_to_durable, most=10, p95=True
    ),
    "list-opens": benches.Bench(
        "open a list of 100,000", "ms", "≤ 100 ms", desktop.list_bench(desktop.opens), most=100
    ),
    "list-sorts": benches.Bench(
        "sort it", "ms", "≤ 120 ms", desktop.list_bench(desktop.sorts), most=120
    ),
    "list-filters": benches.Bench(
        "filter it", "ms", "≤ 60 ms", desktop.list_bench(desktop.filters), most=60
    ),
    "paper": benches.Bench(
        "1,000 households to PDF, against bare QPainter",
        "ms",
        "≤ 1.5×",
        starts.paper,
        most_ratio=1.5,
    ),
    "paper-size": benches.Bench("size of that PDF", "MB", "≤ 0.8 MB", starts.paper_size, most=0.8),
    "memory": benches.Bench(
        "peak memory of a worker of fanrong", "MB", "≤ 160 MB", starts.memory, most=160
    ),
}
