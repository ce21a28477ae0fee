/* Finding and replacing many patterns in many texts at once, at every place the
 * longest. */

/* The patterns as a tree of bytes, in the order of depth: the branches of a node stand
 * side by side, from `first` of it to that of the next, sorted by the byte that leads to
 * them. `root` has those of the root, which are most often asked for; nought is no node.
 * ends: one more than the replacement of the pattern that ends at a node, or nought. */
typedef struct {
    const int32_t *first;
    const uint8_t *bytes;
    const int32_t *root, *ends;
    const uint8_t *data;
    const int64_t *starts;
} Tree;

/* The node that a byte leads to. */
static int32_t branch_of(const Tree *tree, int32_t node, uint8_t byte) {
    int32_t low = tree->first[node], high = tree->first[node + 1];
    const int32_t end = high;
    while (low < high) {
        const int32_t middle = (low + high) / 2;
        if (tree->bytes[middle] < byte) low = middle + 1;
        else high = middle;
    }
    return low < end && tree->bytes[low] == byte ? low : 0;
}

/* The nodes that a tree of these patterns has, which stand in order. */
EXPORT int64_t nodes_of(const uint8_t *data, const int64_t *starts, int64_t patterns) {
    int64_t nodes = 1;
    for (int64_t i = 0; i < patterns; i++) {
        const int64_t size = starts[i + 1] - starts[i];
        int64_t same = 0;
        if (i > 0) {
            const int64_t before = starts[i] - starts[i - 1];
            while (same < size && same < before &&
                   data[starts[i] + same] == data[starts[i - 1] + same])
                same++;
        }
        nodes += size - same;
    }
    return nodes;
}

/* Grow a tree of so many nodes from patterns in their order. first has room for one
 * more; from and to, for the patterns of each node, and depth are made on the way. */
EXPORT void grow(const uint8_t *data, const int64_t *starts, int64_t patterns,
                 int32_t *first, uint8_t *bytes, int32_t *root, int32_t *ends,
                 int32_t *from, int32_t *to, int32_t *depth) {
    int32_t number = 1;
    from[0] = depth[0] = bytes[0] = 0;
    to[0] = (int32_t)patterns;
    for (int32_t node = 0; node < number; node++) {
        int32_t i = from[node];
        const int32_t at = depth[node];
        first[node] = number;
        ends[node] = 0;
        /* A pattern that ends here stands before those that go on. */
        if (i < to[node] && starts[i + 1] - starts[i] == at) ends[node] = ++i;
        while (i < to[node]) {
            const uint8_t byte = data[starts[i] + at];
            bytes[number] = byte;
            depth[number] = at + 1;
            from[number] = i;
            while (i < to[node] && data[starts[i] + at] == byte) i++;
            to[number] = i;
            if (node == 0) root[byte] = number;
            number++;
        }
    }
    first[number] = number;
}

/* Write texts with their patterns replaced, each followed by a nought, for which no
 * other byte may stand. Returns the size; if that is more than `room`, nothing of use
 * was written. */
EXPORT int64_t replace(const Tree *tree, const uint8_t *data, const int64_t *starts,
                       int64_t texts, int64_t room, uint8_t *made) {
    int64_t size = 0;
    for (int64_t i = 0; i < texts; i++) {
        for (int64_t at = starts[i]; at < starts[i + 1];) {
            int32_t node = tree->root[data[at]], found = 0;
            int64_t end = at;
            for (int64_t next = at + 1; node; next++) {
                if (tree->ends[node]) {
                    found = tree->ends[node];
                    end = next;
                }
                if (next == starts[i + 1]) break;
                node = branch_of(tree, node, data[next]);
            }
            if (!found) {
                if (size < room) made[size] = data[at] ? data[at] : ' ';
                size++;
                at++;
                continue;
            }
            const int64_t first = tree->starts[found - 1];
            const int64_t length = tree->starts[found] - first;
            if (size + length <= room) memcpy(made + size, tree->data + first, length);
            size += length;
            at = end;
        }
        if (size < room) made[size] = 0;
        size++;
    }
    return size;
}

/* Say of each text if a pattern stands in it. */
EXPORT void holding(const Tree *tree, const uint8_t *data, const int64_t *starts,
                    int64_t texts, uint8_t *held) {
    for (int64_t i = 0; i < texts; i++) {
        held[i] = 0;
        for (int64_t at = starts[i]; at < starts[i + 1] && !held[i]; at++) {
            int32_t node = tree->root[data[at]];
            for (int64_t next = at + 1; node && !held[i]; next++) {
                held[i] = tree->ends[node] != 0;
                if (next == starts[i + 1]) break;
                node = branch_of(tree, node, data[next]);
            }
        }
    }
}
