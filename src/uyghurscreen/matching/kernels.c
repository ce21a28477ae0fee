/* The inner loops of matching: the gram product, and the likeness of two texts.
 *
 * They see bytes and numbers side by side and nothing of Python; `kernels.py` calls them
 * without the interpreter's lock, so that threads share the work. Sums are made in the
 * order of the letters of a name: the same wherever it stands in a batch.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

typedef struct {
    int64_t text;
    int32_t listed;
    float product;
} Pair;

static uint32_t hash(const uint8_t *at, int width) {
    uint32_t code = 0;
    for (int byte = 0; byte < width; byte++) code |= (uint32_t)at[byte] << (8 * byte);
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
        for (int64_t at = starts[text]; at + width <= starts[text + 1]; at++)
            codes[count++] = hash(data + at, width);
    }
    firsts[texts] = count;
    return count;
}

/* What a gram is worth, and where its listed texts stand: `count` of them, none for a
 * common gram, from `first`. */
typedef struct {
    float weight;
    int32_t first, count;
} Gram;

/* A listed text and the weight of a gram in it. */
typedef struct {
    int32_t listed;
    float weight;
} Posting;

/* One view of the names: its texts, and its grams by hash value. Most grams of most
 * names are on no list: `known` has a bit for each that is, and stays in the cache. */
typedef struct {
    const uint8_t *data;
    const int64_t *starts;
    const uint8_t *known;
    const Gram *grams;
    float unknown;
    int32_t width;
} View;

enum { ROUND = 64 };

static int64_t whole(float weight, float unit) {
    return (int64_t)__builtin_rintf(weight * weight * unit);
}

/* Write the best products of each text with all listed ones; returns their number, or
 * -1 without memory. A text is as long as all its grams in all views are heavy.
 *
 * unit: what squared weights are counted in, as whole numbers. size: number of listed
 * texts. top, least: the most pairs of a text, and the least product. Of equal pairs
 * those listed first count. pairs: room for `texts * top`; best first for each text.
 */
EXPORT int64_t nearest(const View *views, int32_t number, int64_t texts, float unit,
                       const Posting *postings, int64_t size, int32_t top, float least,
                       Pair *pairs) {
    float *total = calloc(size + 1, sizeof *total);
    int32_t *touched = malloc((size + 1) * sizeof *touched);
    int64_t count = total && touched ? 0 : -1;
    for (int64_t text = 0; count >= 0 && text < texts; text++) {
        int64_t met = 0, squared = 0;
        for (int v = 0; v < number; v++) {
            const View *view = views + v;
            const int64_t end = view->starts[text + 1] - view->width;
            const int64_t unknown = whole(view->unknown, unit);
            /* In three rounds, each fetching ahead what the next one needs: the tables
             * are larger than the cache. */
            for (int64_t from = view->starts[text]; from <= end; from += ROUND) {
                uint32_t codes[ROUND];
                int found = 0, leads = 0;
                for (int64_t at = from; at <= end && at < from + ROUND; at++) {
                    const uint32_t code = hash(view->data + at, view->width);
                    if (view->known[code >> 3] >> (code & 7) & 1) {
                        __builtin_prefetch(view->grams + code);
                        codes[found++] = code;
                    } else {
                        squared += unknown;
                    }
                }
                for (int i = 0; i < found; i++) {
                    const Gram *gram = view->grams + codes[i];
                    squared += whole(gram->weight, unit);
                    if (gram->count == 0) continue;
                    __builtin_prefetch(postings + gram->first);
                    codes[leads++] = codes[i];
                }
                for (int i = 0; i < leads; i++) {
                    const Gram gram = view->grams[codes[i]];
                    const Posting *posting = postings + gram.first;
                    for (int32_t j = 0; j < gram.count; j++) {
                        const int32_t other = posting[j].listed;
                        /* Weights are above nought: a total of nought is new. */
                        touched[met] = other;
                        met += total[other] == 0;
                        total[other] += gram.weight * posting[j].weight;
                    }
                }
            }
        }
        const float length = __builtin_sqrtf((float)squared / unit);
        Pair *best = pairs + count;
        int32_t kept = 0;
        for (int64_t i = 0; i < met; i++) {
            const int32_t other = touched[i];
            const float product = total[other] / length;
            total[other] = 0;
            if (product < least) continue;
            int32_t place = kept;
            while (place > 0 && (best[place - 1].product < product ||
                                 (best[place - 1].product == product &&
                                  best[place - 1].listed > other)))
                place--;
            if (place >= top) continue;
            const int32_t last = kept < top ? kept : top - 1;
            for (int32_t j = last; j > place; j--) best[j] = best[j - 1];
            best[place] = (Pair){text, other, product};
            if (kept < top) kept++;
        }
        count += kept;
    }
    free(total);
    free(touched);
    return count;
}

/* Room for the bit masks of one text: a row for each byte, a word for each 64 letters. */
typedef struct {
    uint64_t *masks, *state;
    int64_t words;
} Bits;

/* Length of the longest common subsequence, 64 letters at a time (Hyyro 2004). */
static int64_t common(const uint8_t *left, int64_t size, const uint8_t *right,
                      int64_t other, Bits bits) {
    if (size == 0 || other == 0) return 0;
    const int64_t words = (size + 63) / 64;
    for (int64_t i = 0; i < size; i++)
        bits.masks[left[i] * bits.words + i / 64] |= 1ull << (i % 64);
    for (int64_t w = 0; w < words; w++) bits.state[w] = ~0ull;
    for (int64_t i = 0; i < other; i++) {
        uint64_t carry = 0;
        for (int64_t w = 0; w < words; w++) {
            const uint64_t now = bits.state[w];
            const uint64_t match = now & bits.masks[right[i] * bits.words + w];
            uint64_t sum = now + match;
            uint64_t over = sum < now;
            sum += carry;
            over |= sum < carry;
            bits.state[w] = sum | (now - match);
            carry = over;
        }
    }
    int64_t found = 0;
    for (int64_t i = 0; i < size; i++) {
        bits.masks[left[i] * bits.words + i / 64] = 0;
        found += !(bits.state[i / 64] >> (i % 64) & 1);
    }
    return found;
}

typedef struct {
    const uint8_t *at;
    int64_t size;
} Word;

static int order(Word a, Word b) {
    const int64_t both = a.size < b.size ? a.size : b.size;
    const int first = memcmp(a.at, b.at, both);
    return first ? first : (a.size > b.size) - (a.size < b.size);
}

/* The distinct words of a text, in order of the alphabet; returns how many. */
static int64_t words_of(const uint8_t *text, int64_t size, Word *words) {
    int64_t number = 0;
    for (int64_t at = 0; at < size;) {
        int64_t end = at;
        while (end < size && text[end] != ' ') end++;
        if (end > at) {
            const Word word = {text + at, end - at};
            int64_t place = number;
            int compared = 1;
            while (place > 0 && (compared = order(word, words[place - 1])) < 0) place--;
            if (place == 0 || compared != 0) {
                memmove(words + place + 1, words + place,
                        (number - place) * sizeof *words);
                words[place] = word;
                number++;
            }
        }
        at = end + 1;
    }
    return number;
}

static int64_t add(uint8_t *to, int64_t size, Word word) {
    if (size > 0) to[size++] = ' ';
    memcpy(to + size, word.at, word.size);
    return size + word.size;
}

static int64_t letters(const uint8_t *text, int64_t size, uint8_t *to) {
    int64_t found = 0;
    for (int64_t i = 0; i < size; i++)
        if (text[i] != ' ') to[found++] = text[i];
    return found;
}

/* Likeness of pairs of texts, from 0 to 1, as rapidfuzz defines it: `by_words` is its
 * token_set_ratio, `by_letters` its ratio of both texts without blanks. Returns 0, or
 * -1 without memory.
 *
 * left, left_starts, right, right_starts: texts with single blanks, as above.
 * rows, listed: the pairs. longest: of all texts, in bytes.
 */
EXPORT int32_t likeness(const uint8_t *left, const int64_t *left_starts,
                        const uint8_t *right, const int64_t *right_starts,
                        const int64_t *rows, const int64_t *listed, int64_t pairs,
                        int64_t longest, float *by_words, float *by_letters) {
    const int64_t width = (longest + 63) / 64 + 1;
    Bits bits = {calloc(256 * width, sizeof(uint64_t)), malloc(width * sizeof(uint64_t)),
                 width};
    Word *words = malloc((longest + 2) * sizeof *words);
    Word *others = malloc((longest + 2) * sizeof *others);
    uint8_t *one = malloc(longest + 2), *two = malloc(longest + 2);
    const int32_t ready = bits.masks && bits.state && words && others && one && two;
    for (int64_t pair = 0; ready && pair < pairs; pair++) {
        const uint8_t *a = left + left_starts[rows[pair]];
        const uint8_t *b = right + right_starts[listed[pair]];
        const int64_t a_size = left_starts[rows[pair] + 1] - left_starts[rows[pair]];
        const int64_t b_size = right_starts[listed[pair] + 1] - right_starts[listed[pair]];
        int64_t size = letters(a, a_size, one), other = letters(b, b_size, two);
        by_letters[pair] =
            size + other
                ? (float)(2.0 * common(one, size, two, other, bits) / (size + other))
                : 1.0f;
        const int64_t n = words_of(a, a_size, words), m = words_of(b, b_size, others);
        int64_t shared = 0, i = 0, j = 0;
        size = other = 0;
        while (i < n || j < m) {
            const int compared =
                i == n ? 1 : j == m ? -1 : order(words[i], others[j]);
            if (compared == 0) {
                shared += words[i++].size + (shared > 0);
                j++;
            } else if (compared < 0) {
                size = add(one, size, words[i++]);
            } else {
                other = add(two, other, others[j++]);
            }
        }
        if (n == 0 || m == 0) {
            by_words[pair] = 0;
        } else if (shared && (size == 0 || other == 0)) {
            by_words[pair] = 1;
        } else {
            const double blank = shared > 0;
            const double apart =
                size + other - 2.0 * common(one, size, two, other, bits);
            double best = 1 - apart / (2 * (shared + blank) + size + other);
            if (shared) {
                const double with_a = 1 - (blank + size) / (2 * shared + blank + size);
                const double with_b = 1 - (blank + other) / (2 * shared + blank + other);
                if (with_a > best) best = with_a;
                if (with_b > best) best = with_b;
            }
            by_words[pair] = (float)best;
        }
    }
    free(bits.masks);
    free(bits.state);
    free(words);
    free(others);
    free(one);
    free(two);
    return ready ? 0 : -1;
}
