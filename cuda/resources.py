#!/usr/bin/env python3
"""What each kernel takes of an sm_90 multiprocessor: registers, stack, spills, shared memory, and so how many threads fit.

    cuda/resources.py                  the table of NOTES.md; needs nvcc
    cuda/resources.py --loops KERNEL   the loops in its machine code and what they are made of; needs nvdisasm, of any version from 11.8 on

Launches are dev.kernelbridge.cuda.Geometry's on an H100 or H200 (132 multiprocessors, 227 KB of shared memory for a block).
"""
import collections
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

HOME = pathlib.Path(__file__).resolve().parent
FLAGS = '-std=c++17 -O3 -fmad=false -allow-unsupported-compiler -arch=sm_90 -Xptxas -v'.split()  # CMakeLists.txt's
REGISTERS, THREADS, BLOCKS, SHARED = 65536, 2048, 32, 228 << 10  # of a multiprocessor

# Threads of a block, and bytes of shared memory that the launch asks for; a kernel may be launched in several ways.
LAUNCHES = {
    'kb_sieve_rows': [(256, 0)],
    'kb_sieve_count': [(512, 96 << 10), (1024, 192 << 10)],
    'kb_sieve_bits': [(512, 96 << 10)],
    'kb_ask_sieve': [(512, 96 << 10)],
    'kb_sum_pi': [(256, 0)],
    'kb_hard_leaves': [(512, (227 << 10) // 2 - 2048)],
    'kb_join_leaves': [(256, 0)],
    'kb_is_prime': [(128, 0)],
    'kb_factor_parts': [(64, 0)],
    'kb_factor_curves': [(64, 64 * 16 * 8), (64, 64 * 16 * 24)],  # to 40 bits, and from 52 on
    'kb_factor_curves48': [(64, 64 * 16 * 8), (64, 64 * 16 * 12)],  # to 40 and to 48 bits
    'kb_factor_rho': [(64, 0)],
    'kb_siqs_sieve': [(256, 32 << 10)],
}
DEFAULT = {'kb_siqs': 256, 'kb_rough': 256, 'kb_map': 256, 'kb_gemm': 256}  # others 64


def launches(kernel):
    return LAUNCHES.get(kernel) or [(next((t for k, t in DEFAULT.items() if kernel.startswith(k)), 64), 0)]


def compile_kernels(folder):
    """The cubin, and what ptxas says of each kernel: registers, stack, spill bytes, static shared memory."""
    cubin = pathlib.Path(folder) / 'kernels.cubin'
    command = ['nvcc', '-cubin', *FLAGS, str(HOME / 'kernels.cu'), '-o', str(cubin)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    facts, name = {}, None
    for line in (said.stderr + said.stdout).splitlines():
        if found := re.search(r"Compiling entry function '(\w+)'", line):
            name = found[1]
        elif found := re.search(r'(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads', line):
            facts[name] = [0, int(found[1]), int(found[2]) + int(found[3]), 0]
        elif found := re.search(r'Used (\d+) registers', line):
            shared = re.search(r'(\d+) bytes smem', line)
            facts[name][0], facts[name][3] = int(found[1]), int(shared[1]) if shared else 0
    return cubin, facts


def resident(registers, threads, shared):
    """Blocks on a multiprocessor, and what keeps more of them out. Registers go by 256 a warp; a block's shared memory has 1 KB more."""
    warp = -(-registers * 32 // 256) * 256
    limits = {'threads': THREADS // threads, 'blocks': BLOCKS, 'registers': REGISTERS // (warp * threads // 32),
              'shared': SHARED // (-(-shared // 128) * 128 + 1024)}
    least = min(limits, key=limits.get)
    return limits[least], least


def table():
    with tempfile.TemporaryDirectory() as folder:
        _, facts = compile_kernels(folder)
    print('| kernel | registers | stack | spills | shared | threads | blocks an SM | occupancy | by |')
    print('|---|--:|--:|--:|--:|--:|--:|--:|---|')
    for kernel, (registers, stack, spills, static) in sorted(facts.items()):
        for threads, dynamic in launches(kernel):
            blocks, by = resident(registers, threads, static + dynamic)
            print(f'| `{kernel}` | {registers} | {stack} | {spills} | {static + dynamic} | {threads} | {blocks} | '
                  f'{100 * blocks * threads // THREADS} % | {by} |')


def code(cubin, kernel):
    """The machine code of a kernel, from the section .text.KERNEL of the ELF file."""
    data = cubin.read_bytes()
    start, = struct.unpack_from('<Q', data, 40)
    count, names = struct.unpack_from('<HH', data, 60)
    sections = [struct.unpack_from('<IIQQQQIIQQ', data, start + 64 * i) for i in range(count)]
    for section in sections:
        at = sections[names][4] + section[0]
        if data[at:data.index(b'\0', at)].decode() == '.text.' + kernel:
            return data[section[4]:section[4] + section[5]]
    sys.exit(f'resources.py: there is no kernel {kernel}')


def loops(kernel):
    """Each backward branch: where, how many instructions from its target on, whether another loop is inside, the most frequent ones."""
    with tempfile.TemporaryDirectory() as folder:
        cubin, _ = compile_kernels(folder)
        raw = pathlib.Path(folder) / 'code'
        raw.write_bytes(code(cubin, kernel))
        text = subprocess.run(['nvdisasm', '-b', 'SM90', '-c', str(raw)], check=True, capture_output=True, text=True).stdout
    found = [(int(m[1], 16), m[2]) for m in re.finditer(r'^\s+/\*([0-9a-f]{4,})\*/\s+(.*?);', text, re.M)]
    index = {address: i for i, (address, _) in enumerate(found)}
    labels = {m[1]: len(re.findall(r'^\s+/\*[0-9a-f]{4,}\*/', text[:m.start()], re.M)) for m in re.finditer(r'^(\.L_\w+):', text, re.M)}
    operations = [re.sub(r'^@!?U?P\w+ ', '', t).split()[0] for _, t in found]
    backward = []
    for i, (_, t) in enumerate(found):
        if operations[i].startswith('BRA') and (target := re.search(r'`\((\.L_\w+)\)|0x([0-9a-f]+)', t)):
            first = labels.get(target[1]) if target[1] else index.get(int(target[2], 16))
            if first is not None and first < i:
                backward.append((first, i))
    print(f'{kernel}: {len(found)} instructions, local memory in {sum(o.startswith(("LDL", "STL")) for o in operations)} of them')
    for first, last in backward:
        inside = sum(first <= a and b <= last for a, b in backward) - 1
        mix = collections.Counter(re.match(r'IMAD\.\w+|\w+', o)[0] for o in operations[first:last + 1])
        print(f'  {found[first][0]:5x} to {found[last][0]:5x}: {last - first + 1} instructions, {inside} loops inside:',
              ', '.join(f'{n} {o}' for o, n in mix.most_common(10)))


if len(sys.argv) == 1:
    table()
elif len(sys.argv) == 3 and sys.argv[1] == '--loops':
    loops(sys.argv[2])
else:
    sys.exit(__doc__)
