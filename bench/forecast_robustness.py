#!/usr/bin/env python3
"""How the forecaster bears damage: the error of the next week on damaged copies of a history (Python standard library only).

usage: forecast_robustness.py PEAKLINE FOLDER [--interval 30min]

FOLDER holds history.csv (timestamp, value), calendar.csv, origins.csv (last_known_day) and meta.csv (operating_days_per_week).
For each origin a copy is damaged with a fixed seed, forecast, and judged on the undamaged next week (WAPE by interval):
  clean      as it is
  contaminated  3 % of the days lose their second half, 3 % are counted twice
  shift      everything from eight days before the origin on is 35 % higher, the judged week too
  6 weeks, 3 weeks  only so much history
"""
import argparse, csv, datetime as dt, os, random, subprocess, sys, tempfile


def read(folder):
    days = {}
    with open(f'{folder}/history.csv') as f:
        for row in csv.DictReader(f):
            days.setdefault(row['timestamp'][:10], []).append((row['timestamp'][11:16], float(row['value'])))
    return days


def contaminated(days, origin):
    chance = random.Random(origin)
    out = {}
    for day, rows in days.items():
        dice = chance.random()
        if dice < 0.03:
            rows = [(t, v if i < len(rows) // 2 else 0) for i, (t, v) in enumerate(rows)]
        elif dice < 0.06:
            rows = [(t, 2 * v) for t, v in rows]
        out[day] = rows
    return out


def shifted(days, origin):
    start = (dt.date.fromisoformat(origin) - dt.timedelta(days=8)).isoformat()
    return {day: [(t, 1.35 * v if day >= start else v) for t, v in rows] for day, rows in days.items()}


def shortened(weeks):
    def cut(days, origin):
        start = (dt.date.fromisoformat(origin) - dt.timedelta(days=7 * weeks)).isoformat()
        return {day: rows for day, rows in days.items() if day > start}
    return cut


def next_week(origin, per_week):
    day, out = dt.date.fromisoformat(origin), []
    while len(out) < per_week:
        day += dt.timedelta(days=1)
        if per_week == 7 or day.weekday() < per_week:
            out.append(day.isoformat())
    return out


def forecast(peakline, folder, days, origin, interval):
    with tempfile.TemporaryDirectory() as tmp:
        with open(f'{tmp}/history.csv', 'w') as f:
            f.write('timestamp,value\n')
            f.writelines(f'{day} {t},{v:g}\n' for day, rows in sorted(days.items()) for t, v in rows)
        run = subprocess.run([peakline, 'forecast', f'{tmp}/history.csv', '--calendar', f'{folder}/calendar.csv', '--until', origin, '--days', '14',
                              '--interval', interval, '--no-paths', '--out', f'{tmp}/out'], capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr)
        with open(f'{tmp}/out/intervals.csv') as f:
            return {r['timestamp'].replace('T', ' ')[:16]: float(r['mean']) for r in csv.DictReader(f)}


def totals(rows, minutes):
    out = {}
    for t, v in rows:
        at = (int(t[:2]) * 60 + int(t[3:])) // minutes * minutes
        out[f'{at // 60:02}:{at % 60:02}'] = out.get(f'{at // 60:02}:{at % 60:02}', 0) + v
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('peakline'); parser.add_argument('folder'); parser.add_argument('--interval', default='30min')
    args = parser.parse_args()
    days = read(args.folder)
    with open(f'{args.folder}/meta.csv') as f:
        per_week = int(next(csv.DictReader(f))['operating_days_per_week'])
    with open(f'{args.folder}/origins.csv') as f:
        origins = [row['last_known_day'] for row in csv.DictReader(f)]
    minutes = int(args.interval.removesuffix('min'))
    kinds = [('clean', lambda d, o: d, False), ('contaminated', contaminated, False), ('shift', shifted, True), ('6 weeks', shortened(6), False), ('3 weeks', shortened(3), False)]
    for name, damage, judged in kinds:
        error = volume = 0
        for origin in origins:
            damaged = damage(days, origin)
            means = forecast(args.peakline, args.folder, damaged, origin, args.interval)
            for day in next_week(origin, per_week):
                for clock, actual in totals((damaged if judged else days).get(day, []), minutes).items():
                    error += abs(means[f'{day} {clock}'] - actual)
                    volume += actual
        print(f'{name:<14}W1 interval WAPE {error / volume:.4f}', flush=True)


if __name__ == '__main__':
    main()
