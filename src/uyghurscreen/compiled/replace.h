/* Finding and replacing many patterns in many texts at once, at every place the
 * longest. */

/* The patterns as a tree of bytes. A branch is kept in a table under `node * 256 + byte
 * + 1`, but for those of the root, which are most often asked for; nought is no node.
 * ends: one more than the replacement of the pattern that ends at a node, or nought. */
typedef struct {
    uint64_t *branches;
    int32_t *nodes;
    uint64_t mask;
    int32_t *root;
    int32_t *ends;
    const uint8_t *data;
    const int64_t *starts;
} Tree;

static uint64_t branch_of(const Tree *tree, int32_t node, uint8_t byte) {
    const uint64_t branch = ((uint64_t)node << 8 | byte) + 1;
    uint64_t slot = branch * 0x9E3779B97F4A7C15ull;
    slot = (slot ^ slot >> 29) & tree->mask;
    while (tree->branches[slot] && tree->branches[slot] != branch)
        slot = (slot + 1) & tree->mask;
    return slot;
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

/* Grow a tree of these patterns in tables of all noughts, large enough. */
EXPORT void grow(Tree *tree, const uint8_t *data, const int64_t *starts,
                 int64_t patterns) {
    int32_t number = 0;
    for (int64_t i = 0; i < patterns; i++) {
        int32_t node = 0;
        for (int64_t at = starts[i]; at < starts[i + 1]; at++) {
            int32_t *next = tree->root + data[at];
            if (node) {
                const uint64_t slot = branch_of(tree, node, data[at]);
                tree->branches[slot] = ((uint64_t)node << 8 | data[at]) + 1;
                next = tree->nodes + slot;
            }
            if (*next == 0) *next = ++number;
            node = *next;
        }
        tree->ends[node] = (int32_t)i + 1;
    }
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
                node = tree->nodes[branch_of(tree, node, data[next])];
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
                node = tree->nodes[branch_of(tree, node, data[next])];
            }
        }
    }
}
