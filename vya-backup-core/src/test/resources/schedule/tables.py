#!/usr/bin/env python3
"""Writes the tables that the schedule is compared with, from the time zones of the system alone.

The rule, told independently of the program: walk through the year minute by minute of real time and
look at the clock on the wall. A time fires when the clock shows it for the first time on that day; if
the clock jumps over it, it fires at the first minute that is shown after the jump. What means every
hour fires at each real minute that shows it.
"""
import os
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

TABLES = [
    # file, zone, year (or year, month, day and how many days), (hours or None for every hour, minutes, weekdays Monday = 0 or None)
    ("sao-paulo-2018-daily-0000", "America/Sao_Paulo", 2018, ({0}, {0}, None)),
    ("sao-paulo-2018-daily-0030", "America/Sao_Paulo", 2018, ({0}, {30}, None)),
    ("sao-paulo-2018-daily-2330", "America/Sao_Paulo", 2018, ({23}, {30}, None)),
    ("sao-paulo-2026-mon-thu-0030", "America/Sao_Paulo", 2026, ({0}, {30}, {0, 3})),
    ("london-2026-daily-0130", "Europe/London", 2026, ({1}, {30}, None)),
    ("london-2026-weekend-0100", "Europe/London", 2026, ({1}, {0}, {5, 6})),
    ("london-2026-every-6-hours", "Europe/London", 2026, ({0, 6, 12, 18}, {5}, None)),
    # of each hour only the days around the changes, to keep the files small
    ("sao-paulo-2018-february-hourly", "America/Sao_Paulo", (2018, 2, 16, 4), (None, {15}, None)),
    ("sao-paulo-2018-november-hourly", "America/Sao_Paulo", (2018, 11, 2, 4), (None, {0}, None)),
    ("london-2026-march-hourly", "Europe/London", (2026, 3, 28, 3), (None, {0, 30}, None)),
    ("london-2026-october-hourly", "Europe/London", (2026, 10, 24, 3), (None, {0, 20, 40}, None)),
]


def fires(zone, when, rule):
    hours, minutes, days = rule
    tz = ZoneInfo(zone)
    if isinstance(when, int):
        first, last = datetime(when, 1, 1, tzinfo=tz), datetime(when + 1, 1, 1, tzinfo=tz)
    else:
        first = datetime(*when[:3], tzinfo=tz)
        last = first + timedelta(days=when[3])
    now, end = first.astimezone(timezone.utc), last.astimezone(timezone.utc)
    shown = set()
    wall_before = None
    while now < end:
        wall = now.astimezone(tz).replace(tzinfo=None)
        if hours is None:
            if wall.minute in minutes:
                yield now
        else:
            walls = [wall]
            if wall_before is not None and wall > wall_before + timedelta(minutes=1):
                jumped = wall_before + timedelta(minutes=1)
                while jumped < wall:
                    walls.append(jumped)
                    jumped += timedelta(minutes=1)
            hit = False
            for w in walls:
                matches = (
                    w.hour in hours
                    and w.minute in minutes
                    and (days is None or w.weekday() in days)
                )
                if matches and w not in shown:
                    shown.add(w)
                    hit = True
            if hit:
                yield now
        wall_before = wall
        now += timedelta(minutes=1)


here = os.path.dirname(os.path.abspath(__file__))
for name, zone, when, rule in TABLES:
    with open(os.path.join(here, name + ".txt"), "w") as table:
        for moment in fires(zone, when, rule):
            table.write(moment.strftime("%Y-%m-%dT%H:%M:%SZ\n"))
