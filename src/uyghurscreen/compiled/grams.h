/* Names as grams of letters, and the listed ones that have most in common with them;
 * see `space.py`. Sums are made in the order of the letters of a name: the same wherever
 * it stands in a batch. */

typedef struct {
    int64_t text;
    int32_t listed;
    float product;
} Pair;

/* The bytes of the first gram of a text but for its last, to be followed by `next`. */
static uint32_t first_bytes(const uint8_t *at, int width) {
    uint32_t bytes = 0;
    for (int byte = 0; byte + 1 < width; byte++)
        bytes |= (uint32_t)at[byte] << (8 * (byte + 1));
    return bytes;
}

/* The bytes of the gram that ends with `last`, from those of the one before. */
static uint32_t next(uint32_t bytes, uint8_t last, int width) {
    return bytes >> 8 | (uint32_t)last << (8 * (width - 1));
}

static uint32_t hash(uint32_t code) {
    code *= 0x9E3779B1u;
    code ^= code >> 15;
    code *= 0x85EBCA6Bu;
    return code >> 12;
}

/* The hash value of every gram of some texts; returns how many there are.
 *
 * data, starts: the texts' bytes, and where each begins, one longer than `texts`.
 * firsts: where the grams of each text begin, one longer; codes: room for all bytes.
 */
EXPORT int64_t gram_codes(const uint8_t *data, const int64_t *starts, int64_t texts,
                          int32_t width, int64_t *firsts, uint32_t *codes) {
    int64_t count = 0;
    for (int64_t text = 0; text < texts; text++) {
        firsts[text] = count;
        const int64_t last = starts[text] + width - 1;
        if (last >= starts[text + 1]) continue;
        uint32_t bytes = first_bytes(data + starts[text], width);
        for (int64_t at = last; at < starts[text + 1]; at++) {
            bytes = next(bytes, data[at], width);
            codes[count++] = hash(bytes);
        }
    }
    firsts[texts] = count;
    return count;
}

/* What a gram is worth, that squared as a whole number, and where its listed texts
 * stand: `count` of them, none for a common gram, from `first`. */
typedef struct {
    float weight;
    int32_t squared, first, count;
} Gram;

/* A listed text and the weight of a gram in it. */
typedef struct {
    int32_t listed;
    float weight;
} Posting;

/* Which of 64 hash values are grams on the lists, and how many are before them. */
typedef struct {
    uint64_t known;
    int64_t before;
} Known;

/* One view of the names: its texts, and the grams on the lists, by hash value. Most
 * grams of most names are on no list: `known` tells, and stays in the cache. */
typedef struct {
    const uint8_t *data;
    const int64_t *starts;
    const Known *known;
    const Gram *grams;
    float unknown;
    int32_t width;
} View;

enum { ROUND = 64, VIEWS = 4, LINE = 8 };

static int64_t whole(float weight, float unit) {
    return (int64_t)__builtin_rintf(weight * weight * unit);
}

/* Listed names as `space.py` lays them out: `number` views, and the postings of their
 * grams, from which each gram's begin. `unit`: what squared weights are counted in. */
typedef struct {
    const View *views;
    const Posting *postings;
    int64_t size;
    float unit;
    int32_t number;
} Space;

/* Room for the sums of one text: `total` all noughts between texts. */
typedef struct {
    float *total;
    int32_t *touched;
} Sums;

/* Write the best products of one text with all listed ones, best first; returns their
 * number. A text is as long as all its grams in all views are heavy.
 *
 * texts: its bytes in each view. top, least: the most pairs, and the least product. Of
 * equal pairs those listed first count.
 */
static int32_t products(const Space *space, const Bytes *texts, Sums sums, int32_t top,
                        float least, Pair *best) {
    int64_t met = 0, squared = 0;
    for (int v = 0; v < space->number; v++) {
        const View *view = space->views + v;
        const int width = view->width;
        const uint8_t *end = texts[v].at + texts[v].size;
        const int64_t unknown = whole(view->unknown, space->unit);
        if (texts[v].size < width) continue;
        uint32_t bytes = first_bytes(texts[v].at, width);
        /* In three rounds, each fetching ahead what the next one needs: the tables are
         * larger than the cache. */
        for (const uint8_t *from = texts[v].at + width - 1; from < end; from += ROUND) {
            const Gram *grams[ROUND];
            int found = 0, leads = 0;
            for (const uint8_t *at = from; at < end && at < from + ROUND; at++) {
                bytes = next(bytes, *at, width);
                const uint32_t code = hash(bytes);
                const Known known = view->known[code >> 6];
                const uint64_t bit = 1ull << (code & 63);
                if (known.known & bit) {
                    grams[found] = view->grams + known.before +
                                   __builtin_popcountll(known.known & (bit - 1));
                    __builtin_prefetch(grams[found++]);
                } else {
                    squared += unknown;
                }
            }
            for (int i = 0; i < found; i++) {
                squared += grams[i]->squared;
                if (grams[i]->count == 0) continue;
                const Posting *posting = space->postings + grams[i]->first;
                __builtin_prefetch(posting);
                __builtin_prefetch(posting + LINE);
                __builtin_prefetch(posting + 2 * LINE);
                grams[leads++] = grams[i];
            }
            for (int i = 0; i < leads; i++) {
                const Gram gram = *grams[i];
                const Posting *posting = space->postings + gram.first;
                for (int32_t j = 0; j < gram.count; j++) {
                    const int32_t other = posting[j].listed;
                    /* Weights are above nought: a total of nought is new. */
                    sums.touched[met] = other;
                    met += sums.total[other] == 0;
                    sums.total[other] += gram.weight * posting[j].weight;
                }
            }
        }
    }
    const float length = __builtin_sqrtf((float)squared / space->unit);
    /* Hardly any total is enough, and to divide takes longer than to see that. */
    const float enough = least * length * 0.9999f;
    int32_t kept = 0;
    for (int64_t i = 0; i < met; i++) {
        const int32_t other = sums.touched[i];
        const float total = sums.total[other];
        sums.total[other] = 0;
        if (total < enough) continue;
        float product = total / length;
        if (product > 1) product = 1;
        if (product < least) continue;
        int32_t place = kept;
        while (place > 0 && (best[place - 1].product < product ||
                             (best[place - 1].product == product &&
                              best[place - 1].listed > other)))
            place--;
        if (place >= top) continue;
        const int32_t last = kept < top ? kept : top - 1;
        for (int32_t j = last; j > place; j--) best[j] = best[j - 1];
        best[place] = (Pair){0, other, product};
        if (kept < top) kept++;
    }
    return kept;
}

static Sums room_for_sums(int64_t size) {
    return (Sums){calloc(size + 1, sizeof(float)), malloc((size + 1) * sizeof(int32_t))};
}

/* Write the best products of each text with all listed ones, see `products`; returns
 * their number, or -1 without memory. pairs: room for `texts * top`. */
EXPORT int64_t nearest(const Space *space, int64_t texts, int32_t top, float least,
                       Pair *pairs) {
    Sums sums = room_for_sums(space->size);
    int64_t count = sums.total && sums.touched ? 0 : -1;
    for (int64_t text = 0; count >= 0 && text < texts; text++) {
        Bytes seen[VIEWS];
        for (int v = 0; v < space->number; v++) {
            const View *view = space->views + v;
            seen[v].at = view->data + view->starts[text];
            seen[v].size = view->starts[text + 1] - view->starts[text];
        }
        const int32_t kept = products(space, seen, sums, top, least, pairs + count);
        for (int32_t i = 0; i < kept; i++) pairs[count + i].text = text;
        count += kept;
    }
    free(sums.total);
    free(sums.touched);
    return count;
}
