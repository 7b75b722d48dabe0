#!/usr/bin/env python3
"""Time and memory of a forecast of many queues: made histories, read, fitted, forecast and written without paths.csv.

usage: forecast_many.py PEAKLINE [--queues 1000] [--days 1096] [--minutes 30] [--paths 200] [--ahead 28] [--layout wide|long] [--keep FILE]

Queues differ in size (some 50 to 3 000 contacts a day), weekdays, hours and season; counts scatter as Poisson counts do. The file is made
once (--keep: kept, and used again where it is there), then the program runs once; processor time is told beside the wall's.
"""
import argparse, datetime as dt, math, os, random, resource, subprocess, sys, tempfile, time


def scatter(rng):
    """Standard normal deviates to draw from, cheaper than new ones."""
    return [rng.gauss(0, 1) for _ in range(1 << 16)]


def rows_of(args):
    rng = random.Random(7)
    slots = 1440 // args.minutes
    size = [50 * 60 ** rng.random() for _ in range(args.queues)]
    weekend = [0.2 + 0.8 * rng.random() for _ in range(args.queues)]
    peak = [rng.uniform(10, 15) for _ in range(args.queues)]
    shape = [[math.exp(-0.5 * ((i * args.minutes / 60 - peak[q]) / 3) ** 2) for i in range(slots)] for q in range(args.queues)]
    share = [[s / sum(row) for s in row] for row in shape]
    noise = scatter(rng)
    mask, at = len(noise) - 1, 0
    for d in range(args.days):
        day = dt.date(2023, 1, 2) + dt.timedelta(days=d)
        season = math.exp(0.2 * math.cos(2 * math.pi * d / 365.25))
        total = []
        for q in range(args.queues):
            at += 1
            total.append(size[q] * season * (weekend[q] if day.weekday() > 4 else 1) * math.exp(0.06 * noise[at * 7919 & mask]))
        for i in range(slots):
            values = []
            for q in range(args.queues):
                mean = total[q] * share[q][i]
                at += 1
                count = int(mean + math.sqrt(mean) * noise[at * 31 & mask] + 0.5)
                values.append(count if count > 0 else 0)
            yield f'{day} {i * args.minutes // 60:02}:{i * args.minutes % 60:02}', values


def make(path, args):
    names = [f'queue {q:04}' for q in range(args.queues)]
    with open(path, 'w') as f:
        f.write('timestamp,' + ','.join(names) + '\n' if args.layout == 'wide' else 'timestamp,series,value\n')
        for stamp, values in rows_of(args):
            if args.layout == 'wide':
                f.write(stamp + ',' + ','.join(map(str, values)) + '\n')
            else:
                f.write(''.join(f'{stamp},{name},{value}\n' for name, value in zip(names, values)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('peakline')
    for name, default in (('queues', 1000), ('days', 1096), ('minutes', 30), ('paths', 200), ('ahead', 28)):
        parser.add_argument(f'--{name}', type=int, default=default)
    parser.add_argument('--layout', choices=['wide', 'long'], default='wide'); parser.add_argument('--keep')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        path = args.keep or f'{tmp}/history.csv'
        if not os.path.exists(path):
            make(path, args)
        print(f'{args.queues} queues, {args.days} days of {args.minutes} minutes: {os.path.getsize(path) / 1e6:.0f} MB', flush=True)
        began = time.perf_counter()
        run = subprocess.run([args.peakline, 'forecast', path, '--days', str(args.ahead), '--paths', str(args.paths), '--no-paths', '--out', f'{tmp}/out'],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        wall, usage = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        if run.returncode:
            sys.exit(run.stderr)
        written = sum(os.path.getsize(f'{tmp}/out/{name}') for name in os.listdir(f'{tmp}/out'))
        print(f'{wall:.1f} s, {usage.ru_utime + usage.ru_stime:.1f} processor seconds, {usage.ru_maxrss / 1e6:.1f} GB at most, {written / 1e6:.0f} MB written')


if __name__ == '__main__':
    main()
