"""The loops of the spot finder; `farlight.science.spots` says what they compute and checks what they are given.

Everything here takes arrays that the caller has checked: C-contiguous, of agreeing shapes.
"""

import math

import numpy as np
import numpy.typing as npt

from farlight.science.compiled import compiled

HALF_WIDTH_PX = 3
"""Half the width of the neighbourhood, less the pixel itself: 7 x 7 pixels, as in DIALS and XDS."""
CLIP_COUNTS = 4095
"""Counts above this count as this in the sums, so that 49 squares fit into 32 bits."""
NEVER = 1e30
"""A threshold that no neighbourhood passes."""

Ints = npt.NDArray[np.int32]
Shorts = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Image = npt.NDArray[np.unsignedinteger | np.signedinteger]


@compiled
def slide(
    row: Image, masked: Bytes, limit: np.uint32, leaving: tuple[Shorts, Bytes], sums: tuple[Shorts, Ints, Bytes]
) -> tuple[np.int64, np.int32]:
    """Move the sums over columns one row on; the entering row takes the place of the leaving one.

    A pixel is good when it is not masked and its value, read as unsigned, is below the limit: the largest number of the
    type marks gaps in unsigned images, and negative numbers mark them in signed ones. A row that leaves consists of
    clipped counts and a flag per good pixel; the sums are of counts, of their squares and of flags, with
    `HALF_WIDTH_PX` zeros at either end.

    Returns
    -------
    tuple of numpy integers
        The sum of the row's good counts, and whether the number of good pixels changed anywhere (0 if not).
    """
    counts, good = leaving
    totals, squares, numbers = sums
    sum_of_row = np.int64(0)
    changed = np.int32(0)
    for i in range(row.size):
        value = np.uint32(row[i])
        is_good = (masked[i] == 0) & (value < limit)
        value = value if is_good else np.uint32(0)
        sum_of_row += np.int64(value)
        new = np.int32(min(value, np.uint32(CLIP_COUNTS)))
        old = np.int32(counts[i])
        totals[i + 3] = np.int16(np.int32(totals[i + 3]) + new - old)
        squares[i + 3] += new * new - old * old
        counts[i] = np.int16(new)
        difference = np.int32(is_good) - np.int32(good[i])
        numbers[i + 3] = np.uint8(np.int32(numbers[i + 3]) + difference)
        good[i] = np.uint8(is_good)
        changed |= difference
    return sum_of_row, changed


@compiled
def count_neighbours(numbers: Bytes, sigma: np.float32, least: int, neighbours: Floats, limits: Floats) -> None:
    """Fill the number n of good pixels around each pixel of a row, and (n - 1) times the limit of the dispersion.

    The index of dispersion of n Poisson counts has mean 1 and variance 2 / (n - 1); the limit is
    1 + sigma sqrt(2 / (n - 1)). With fewer than `least` good pixels nothing passes.
    """
    for i in range(neighbours.size):
        n = np.int32(0)
        for k in range(7):
            n += np.int32(numbers[i + k])
        freedom = np.float32(np.maximum(n - 1, 0))
        limit = freedom + sigma * np.float32(math.sqrt(np.float32(2) * freedom))
        neighbours[i] = np.float32(n)
        limits[i] = limit if n >= least else np.float32(NEVER)


@compiled
def mark_row(
    row: tuple[Shorts, Bytes], sums: tuple[Shorts, Ints, Bytes], expected: tuple[Floats, Floats], marks: Bytes
) -> np.uint8:
    """Mark the good pixels above their neighbourhood's mean where that is over-dispersed; return whether there are any.

    With s and q the sums of counts and of squared counts of n pixels, n q - s s is n (n - 1) times the variance and
    s (n - 1) is n (n - 1) times the mean: the test needs no division.
    """
    counts, good = row
    totals, squares, _ = sums
    neighbours, limits = expected
    found = np.uint8(0)
    for i in range(counts.size):
        total = np.int32(0)
        square = np.int32(0)
        for k in range(7):
            total += np.int32(totals[i + k])
            square += squares[i + k]
        s = np.float32(total)
        n = neighbours[i]
        dispersed = n * np.float32(square) - s * s > s * limits[i]
        mark = np.uint8(dispersed & (n * np.float32(counts[i]) > s) & (good[i] != 0))
        marks[i] = mark
        found |= mark
    return found


@compiled
def list_marks(marks: Bytes, row: int, places: Ints, number: int) -> int:
    """Append the marked pixels of a row to the list of (row, column); return how many there are now.

    Marks are looked at eight at a time. What does not fit into the list is counted but not kept.
    """
    words = marks.view(np.uint64)
    for word in range(words.size):
        if words[word] != 0:
            for i in range(8 * word, 8 * word + 8):
                if marks[i] != 0:
                    if number < places.shape[0]:
                        places[number, 0] = row
                        places[number, 1] = i
                    number += 1
    return number


@compiled
def candidates(
    image: Image, mask: Bytes, limit: np.uint32, sigma: np.float32, least: int, places: Ints
) -> tuple[int, int]:
    """List the pixels that may belong to a spot, row by row.

    Returns the number of candidates (which may exceed the length of `places`) and the sum of all good counts.
    """
    rows, columns = image.shape
    ring = 2 * HALF_WIDTH_PX + 1
    width = columns + 2 * HALF_WIDTH_PX
    counts = np.zeros((ring, columns), np.int16)
    good = np.zeros((ring, columns), np.uint8)
    sums = (np.zeros(width, np.int16), np.zeros(width, np.int32), np.zeros(width, np.uint8))
    expected = (np.zeros(columns, np.float32), np.full(columns, np.float32(NEVER), np.float32))
    marks = np.zeros((columns + 7) // 8 * 8, np.uint8)
    nothing = np.zeros(columns, image.dtype)
    all_masked = np.ones(columns, np.uint8)
    total = 0
    number = 0
    for ahead in range(rows + HALF_WIDTH_PX):
        slot = ahead % ring
        entering = image[ahead] if ahead < rows else nothing
        masked = mask[ahead] if ahead < rows else all_masked
        row_total, changed = slide(entering, masked, limit, (counts[slot], good[slot]), sums)
        total += int(row_total)
        if changed != 0:
            count_neighbours(sums[2], sigma, least, expected[0], expected[1])
        row = ahead - HALF_WIDTH_PX
        here = row % ring
        if row >= 0 and mark_row((counts[here], good[here]), sums, expected, marks[:columns]) != 0:
            number = list_marks(marks, row, places, number)
    return number, total


@compiled
def root_of(parents: Ints, index: int) -> int:
    """Return the first pixel of the group that a pixel belongs to, and shorten the way there."""
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


@compiled
def join(parents: Ints, one: int, other: int) -> None:
    """Make two pixels' groups one; the earlier pixel is its root."""
    first = root_of(parents, one)
    second = root_of(parents, other)
    if first < second:
        parents[second] = first
    else:
        parents[first] = second


@compiled
def group(places: Ints, columns: int, groups: Ints) -> int:
    """Number the groups of pixels that touch by an edge or a corner, in the order of their first pixels.

    `places` is in order of rows and then columns; `groups` gets each pixel's group. Returns the number of groups.
    """
    parents = np.arange(places.shape[0], dtype=np.int32)
    newest = np.full((2, columns + 2), np.int32(-1), np.int32)
    for index in range(places.shape[0]):
        row = places[index, 0]
        column = places[index, 1] + 1
        for offset in range(-1, 2):
            above = newest[(row + 1) % 2, column + offset]
            if above >= 0 and places[above, 0] == row - 1:
                join(parents, index, above)
        before = newest[row % 2, column - 1]
        if before >= 0 and places[before, 0] == row:
            join(parents, index, before)
        newest[row % 2, column] = index
    number = 0
    for index in range(places.shape[0]):
        root = root_of(parents, index)
        if root == index:
            groups[index] = number
            number += 1
        else:
            groups[index] = groups[root]
    return number


@compiled
def drop_small(places: Ints, groups: Ints, number: int, least_px: int) -> tuple[int, int]:
    """Move the pixels of large enough groups to the front, number those groups anew; return how many of both."""
    sizes = np.zeros(number, np.int32)
    for index in range(groups.size):
        sizes[groups[index]] += 1
    kept = 0
    for group_number in range(number):
        if sizes[group_number] >= least_px:
            sizes[group_number] = kept
            kept += 1
        else:
            sizes[group_number] = -1
    end = 0
    for index in range(groups.size):
        renumbered = sizes[groups[index]]
        if renumbered >= 0:
            places[end, 0] = places[index, 0]
            places[end, 1] = places[index, 1]
            groups[end] = renumbered
            end += 1
    return end, kept


@compiled
def boxes_of(places: Ints, groups: Ints, number: int, margin_px: int, shape: tuple[int, int]) -> Ints:
    """Return each group's box with a margin, cut at the image: first row, end row, first column, end column."""
    boxes = np.empty((number, 4), np.int32)
    boxes[:, 0] = shape[0]
    boxes[:, 1] = 0
    boxes[:, 2] = shape[1]
    boxes[:, 3] = 0
    for index in range(places.shape[0]):
        box = boxes[groups[index]]
        row = places[index, 0]
        column = places[index, 1]
        box[0] = min(box[0], max(row - margin_px, 0))
        box[1] = max(box[1], min(row + margin_px + 1, shape[0]))
        box[2] = min(box[2], max(column - margin_px, 0))
        box[3] = max(box[3], min(column + margin_px + 1, shape[1]))
    return boxes


@compiled
def sum_in_box(image: Image, mask: Bytes, limit: np.uint32, box: Ints, cap: float) -> tuple[float, int]:
    """Return the sum and the number of the good counts of a box that are not above a cap."""
    total = 0.0
    number = 0
    for row in range(box[0], box[1]):
        for column in range(box[2], box[3]):
            value = np.uint32(image[row, column])
            if (mask[row, column] == 0) & (value < limit) & (value <= cap):
                total += value
                number += 1
    return total, number


@compiled
def backgrounds(image: Image, mask: Bytes, limit: np.uint32, places: Ints, groups: Ints, boxes: Ints) -> Floats:
    """Return the background of each group in counts per pixel.

    First the mean of the good pixels of the box that are not the group's own, then the mean of those that do not stand
    out of that: so the faint rim of a bright spot, or another spot close by, weighs little.
    """
    sums = np.zeros(boxes.shape[0], np.float64)
    numbers = np.zeros(boxes.shape[0], np.int64)
    for index in range(boxes.shape[0]):
        sums[index], numbers[index] = sum_in_box(image, mask, limit, boxes[index], NEVER)
    for index in range(places.shape[0]):
        sums[groups[index]] -= np.uint32(image[places[index, 0], places[index, 1]])
        numbers[groups[index]] -= 1
    means = np.empty(boxes.shape[0], np.float32)
    for index in range(boxes.shape[0]):
        first = sums[index] / max(numbers[index], 1)
        total, number = sum_in_box(image, mask, limit, boxes[index], first + 3.0 * math.sqrt(first) + 1.0)
        means[index] = np.float32(total / max(number, 1))
    return means


@compiled
def keep_strong(
    image: Image, places: Ints, groups: Ints, means: Floats, limits: tuple[float, float], strong: Ints
) -> int:
    """Keep the pixels above mean + sigma sqrt(mean) of their group's background, and above the floor."""
    sigma, floor = limits
    number = 0
    for index in range(places.shape[0]):
        row = places[index, 0]
        column = places[index, 1]
        mean = float(means[groups[index]])
        value = float(np.uint32(image[row, column]))
        if value > floor and value > mean + sigma * math.sqrt(mean):
            strong[number, 0] = row
            strong[number, 1] = column
            strong[number, 2] = groups[index]
            number += 1
    return number


@compiled
def measure(image: Image, strong: Ints, spots: Ints, means: Floats, table: Floats) -> None:
    """Fill a row a spot: slow and fast position, intensity above background, peak, background, number of pixels."""
    for index in range(strong.shape[0]):
        spot = table[spots[index]]
        mean = means[strong[index, 2]]
        value = np.float32(np.uint32(image[strong[index, 0], strong[index, 1]]))
        weight = value - mean
        spot[0] += weight * (np.float32(strong[index, 0]) + np.float32(0.5))
        spot[1] += weight * (np.float32(strong[index, 1]) + np.float32(0.5))
        spot[2] += weight
        spot[3] = max(spot[3], value)
        spot[4] = mean
        spot[5] += np.float32(1)
    for index in range(table.shape[0]):
        table[index, 0] /= table[index, 2]
        table[index, 1] /= table[index, 2]
