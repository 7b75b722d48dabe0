#!/usr/bin/env python3
"""The forecaster beside R's package forecast on the same folds: accuracy and time, one thread each.

How to get the peer (Debian 12):  apt-get install --no-install-recommends r-cran-forecast
usage: forecast_peers.py PEAKLINE FOLDER... [--level day|interval] [--methods tbats,stlf,arima] [--origins N] [--seconds 300] [--csv FILE]

A FOLDER holds history.csv (timestamp, value), calendar.csv, origins.csv (last_known_day) and meta.csv (operating_days_per_week,
interval_minutes). For every origin each method sees the operating days up to it and forecasts four weeks of operating days; the peers
have no calendar: days without a value are filled with the mean of the same weekday before and after, and the closed ones are not judged.
`day` compares daily totals (seasons: a week and a year), `interval` the intervals (a day and a week; the last 12 weeks).
WAPE over the next week (W1) and the fourth (W4), share of values inside the 80 % interval, median processor
seconds of a fold: fit and forecast of the peers, the whole program with reading and writing of ours; a fold over --seconds fails.
"""
import argparse, csv, datetime as dt, os, resource, statistics, subprocess, sys, tempfile

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'forecast_peers.R')
ENVIRONMENT = dict(os.environ, OMP_NUM_THREADS='1', OPENBLAS_NUM_THREADS='1')


def used():
    """Processor seconds of finished children: the same on a busy machine."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Folder:
    def __init__(self, path):
        self.path, self.name = path, os.path.basename(path.rstrip('/'))
        self.days = {}
        with open(f'{path}/history.csv') as f:
            for row in csv.DictReader(f):
                self.days.setdefault(dt.date.fromisoformat(row['timestamp'][:10]), {})[row['timestamp'][11:16]] = float(row['value'])
        with open(f'{path}/meta.csv') as f:
            meta = next(csv.DictReader(f))
        self.week, self.minutes = int(meta['operating_days_per_week']), int(meta['interval_minutes'])
        with open(f'{path}/origins.csv') as f:
            self.origins = [dt.date.fromisoformat(row['last_known_day']) for row in csv.DictReader(f)]
        self.clocks = sorted({clock for day in self.days.values() for clock in day})

    def operates(self, day):
        return self.week == 7 or day.weekday() < self.week

    def ahead(self, origin):
        out, day = [], origin
        while len(out) < 4 * self.week:
            day += dt.timedelta(days=1)
            if self.operates(day):
                out.append(day)
        return out

    def keys(self, level, day):
        return [(day, '')] if level == 'day' else [(day, clock) for clock in self.clocks]

    def value(self, level, key):
        day, clock = key
        rows = self.days.get(day)
        if not rows or (level == 'interval' and clock not in rows):
            return None
        return sum(rows.values()) if level == 'day' else rows[clock]

    def past(self, level, origin):
        """Values up to the origin without holes."""
        day, out, first = min(self.days), [], min(self.days)
        while day <= origin:
            if self.operates(day):
                for key in self.keys(level, day):
                    value, reach = self.value(level, key), 7
                    while value is None and reach < 7 * 60:
                        around = [self.value(level, (day + dt.timedelta(days=d), key[1])) for d in (-reach, reach) if first <= day + dt.timedelta(days=d) <= origin]
                        around = [v for v in around if v is not None]
                        value, reach = sum(around) / len(around) if around else None, reach + 7
                    out.append(value or 0.0)
            day += dt.timedelta(days=1)
        return out


class Score:
    def __init__(self):
        self.error, self.volume, self.inside, self.count = {'W1': 0.0, 'W4': 0.0}, {'W1': 0.0, 'W4': 0.0}, 0, 0
        self.seconds, self.failed = [], 0

    def add(self, window, actual, forecast):
        mean, low, high = forecast
        self.error[window] += abs(mean - actual)
        self.volume[window] += actual
        self.inside += low <= actual <= high
        self.count += 1

    def row(self):
        wape = [self.error[w] / self.volume[w] if self.volume[w] else float('nan') for w in ('W1', 'W4')]
        return [*wape, self.inside / self.count if self.count else float('nan'), statistics.median(self.seconds) if self.seconds else float('nan'), self.failed]


def judge(score, folder, level, origin, forecast):
    ahead = folder.ahead(origin)
    for window, days in (('W1', ahead[:folder.week]), ('W4', ahead[3 * folder.week:])):
        for day in days:
            for key in folder.keys(level, day):
                actual = folder.value(level, key)
                if actual is not None and key in forecast:
                    score.add(window, actual, forecast[key])


def peer(method, folder, level, origin, seconds):
    past, per_day = folder.past(level, origin), 1 if level == 'day' else len(folder.clocks)
    year = folder.week * 365.25 / 7
    seasons = f'{folder.week},{year}' if level == 'day' else f'{per_day},{per_day * folder.week}'
    keep = 0 if level == 'day' else 12 * folder.week * per_day
    keys = [key for day in folder.ahead(origin) for key in folder.keys(level, day)]
    with tempfile.TemporaryDirectory() as tmp:
        with open(f'{tmp}/values.csv', 'w') as f:
            f.writelines(f'{value}\n' for value in past)
        run = subprocess.run(['Rscript', SCRIPT, method, f'{tmp}/values.csv', str(keep), seasons, str(len(keys)), str(seconds)],
                             capture_output=True, text=True, env=ENVIRONMENT)
    lines = run.stdout.split('\n')
    if run.returncode or len(lines) < len(keys) + 1:
        return None, None
    return dict(zip(keys, [[float(v) for v in line.split()] for line in lines[1:]])), float(lines[0])


def own(peakline, folder, level, origin):
    with tempfile.TemporaryDirectory() as tmp:
        began = used()
        run = subprocess.run(['taskset', '-c', '0', peakline, 'forecast', f'{folder.path}/history.csv', '--calendar', f'{folder.path}/calendar.csv', '--until',
                              origin.isoformat(), '--days', '28' if folder.week == 7 else '29', '--no-paths', '--out', f'{tmp}/out'], capture_output=True, text=True)
        seconds = used() - began
        if run.returncode:
            sys.exit(run.stderr)
        name, column = ('days.csv', 'date') if level == 'day' else ('intervals.csv', 'timestamp')
        with open(f'{tmp}/out/{name}') as f:
            return {(dt.date.fromisoformat(row[column][:10]), '' if level == 'day' else row[column][11:16]): (float(row['mean']), float(row['p10']), float(row['p90']))
                    for row in csv.DictReader(f)}, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('peakline'); parser.add_argument('folders', nargs='+'); parser.add_argument('--level', choices=['day', 'interval'], default='day')
    parser.add_argument('--methods', default='tbats,stlf,arima'); parser.add_argument('--origins', type=int, default=0)
    parser.add_argument('--seconds', type=float, default=300); parser.add_argument('--csv')
    args = parser.parse_args()
    rows = []
    print(f"{'series':<18}{'method':<10}{'W1':>8}{'W4':>8}{'c80':>7}{'s/fold':>9}{'failed':>8}")
    for path in args.folders:
        folder = Folder(path)
        if args.level == 'interval' and folder.minutes >= 1440:
            continue
        origins = folder.origins[-args.origins:] if args.origins else folder.origins
        for method in ['peakline', *args.methods.split(',')]:
            score = Score()
            for origin in origins:
                forecast, seconds = own(args.peakline, folder, args.level, origin) if method == 'peakline' else peer(method, folder, args.level, origin, args.seconds)
                if forecast is None:
                    score.failed += 1
                    continue
                score.seconds.append(seconds)
                judge(score, folder, args.level, origin, forecast)
            row = score.row()
            rows.append([folder.name, method, *row])
            print(f'{folder.name:<18}{method:<10}{row[0]:>8.4f}{row[1]:>8.4f}{row[2]:>7.2f}{row[3]:>9.2f}{row[4]:>8}', flush=True)
    if args.csv:
        with open(args.csv, 'w') as f:
            csv.writer(f).writerows([['series', 'method', 'W1', 'W4', 'c80', 'seconds', 'failed'], *rows])


if __name__ == '__main__':
    main()
