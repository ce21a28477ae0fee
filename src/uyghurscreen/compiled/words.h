/* Two names side by side, word by word: how much of each has its counterpart.
 *
 * The rules are those of `alignment.counterparts`, which also says what the relation of
 * two words is; `tests/matching/test_aligned.py` holds both to the same sums.
 */

/* The distinct words of some names, each a row, and the rows of each name's words.
 *
 * letters, starts: the code points of every word. label: what a word is read as, with
 * its mark; known: likewise of the word by itself, nought if it is no part of a
 * compound; text, folded, sound: the word, as a scanner sees it, as it is heard; all of
 * them as hashes. place: the hash of a place's name. first: where the rows of each name
 * begin, one longer. */
typedef struct {
    const uint32_t *letters;
    const int64_t *starts;
    const uint64_t *label, *known, *text, *folded, *sound, *place;
    const float *weight;
    const uint8_t *mark, *last;
    const int64_t *first;
    const int32_t *rows;
} Words;

enum { MARKS = 4, NAMED = 256, LONGEST_JOIN = 4, JOINED_BYTES = 5, SUMS = 13 };
enum { BRAND = 0, PLACE = 1, COMPANY = 2, NUMBER = 3 };

/* A word of a spelled name: where it stands among the bytes, what it and its label are
 * as hashes, the latter with and without its mark, and if it ends its name. */
typedef struct {
    uint64_t label, place, text;
    int64_t at;
    int32_t size, name;
    uint8_t mark, last;
} Spelled;

static uint8_t mark_of(uint8_t letter) {
    return letter == '@' ? PLACE : letter == '#' ? COMPANY : letter == '%' ? NUMBER : BRAND;
}

/* Write the words of names as `structure.CANONICAL` spells them, legal forms left out,
 * and return their number; they are only counted if `words` is null. */
EXPORT int64_t words_spelled(const uint8_t *data, const int64_t *starts, int64_t names,
                             Spelled *words) {
    int64_t number = 0;
    for (int64_t name = 0; name < names; name++) {
        const int64_t first = number, end = starts[name + 1];
        for (int64_t at = starts[name], next; at < end; at = next + 1) {
            for (next = at; next < end && data[next] != ' ';) next++;
            if (next == at || data[at] == '~') continue;
            const uint8_t mark = mark_of(data[at]);
            const int64_t bare = at + (mark != BRAND);
            int64_t bar = at;
            while (bar < next && data[bar] != '|') bar++;
            const uint64_t label = hash_of(data + at, bar - at);
            const uint64_t place = hash_of(data + bare, bar - bare);
            int64_t from = bar < next ? bar + 1 : bare;
            while (from <= next) {
                int64_t to = from;
                while (to < next && data[to] != '_') to++;
                if (words)
                    words[number] = (Spelled){label,
                                              place,
                                              hash_of(data + from, to - from),
                                              from,
                                              (int32_t)(to - from),
                                              (int32_t)name,
                                              mark,
                                              0};
                number++;
                from = to + 1;
            }
        }
        if (words && number > first) words[number - 1].last = 1;
    }
    return number;
}

enum { LONGEST_EDITED = 200 };

/* A letter that stands twice in a row is one letter doubled. */
static int half_of(const uint32_t *word, int i) {
    return i > 0 && word[i] == word[i - 1] ? 1 : 2;
}

/* Half a slip for letters that look alike, a whole one for others. */
static int halves_between(uint32_t a, uint32_t b) {
    uint8_t seen[2], letter[2] = {(uint8_t)a, (uint8_t)b};
    if (a == b) return 0;
    if (a >= 0x80 || b >= 0x80) return 2;
    for (int i = 0; i < 2; i++) seen_as((Bytes){letter + i, 1}, seen + i);
    return seen[0] == seen[1] ? 1 : 2;
}

/* What it takes from one word to another, one more than `most` meaning more than that:
 * letters added, left out or changed, or neighbours swapped. Each is one, or they are
 * counted `by_halves` of a slip, a swap being half of one. */
static inline int apart_by(const uint32_t *a, int n, const uint32_t *b, int m, int most,
                           int by_halves) {
    uint8_t rows[3][LONGEST_EDITED + 1];
    uint8_t *before = rows[0], *above = rows[1], *row = rows[2];
    above[0] = 0;
    for (int j = 1; j <= m; j++)
        above[j] = (uint8_t)(above[j - 1] + (by_halves ? half_of(b, j - 1) : 1));
    for (int i = 1; i <= n; i++) {
        const int extra = by_halves ? half_of(a, i - 1) : 1;
        int least = row[0] = (uint8_t)(above[0] + extra);
        for (int j = 1; j <= m; j++) {
            const int changed = by_halves ? halves_between(a[i - 1], b[j - 1])
                                          : a[i - 1] != b[j - 1];
            const int missing = by_halves ? half_of(b, j - 1) : 1;
            int best = above[j - 1] + changed;
            if (above[j] + extra < best) best = above[j] + extra;
            if (row[j - 1] + missing < best) best = row[j - 1] + missing;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = (uint8_t)best;
            if (best < least) least = best;
        }
        if (least > most + 1) return most + 1;
        uint8_t *free = before;
        before = above;
        above = row;
        row = free;
    }
    return above[m] > most ? most + 1 : above[m];
}

/* Edits from one word to another, four meaning more. */
static int edits(const uint32_t *a, int n, const uint32_t *b, int m) {
    enum { MOST = 3 };
    if (n > LONGEST_EDITED || m > LONGEST_EDITED) return MOST + 1;
    if (n - m > MOST || m - n > MOST) return MOST + 1;
    return apart_by(a, n, b, m, MOST, 0);
}

/* Say if the letters of a word stand in another, in order. */
static int stands_in(const uint32_t *a, int n, const uint32_t *b, int m) {
    int found = 0;
    for (int j = 0; j < m && found < n; j++) found += a[found] == b[j];
    return found == n;
}

/* Likeness of two words that are spelled almost alike, nought if they are not. */
static float spelled_alike(const Words *q, int32_t i, const Words *l, int32_t j) {
    const uint32_t *a = q->letters + q->starts[i], *b = l->letters + l->starts[j];
    const int n = (int)(q->starts[i + 1] - q->starts[i]);
    const int m = (int)(l->starts[j + 1] - l->starts[j]);
    const int shorter = n < m ? n : m, longer = n < m ? m : n;
    const int start = a[0] == b[0];
    if (!start && (longer - shorter > 2 || shorter < 4)) return 0;
    if (shorter >= 4) {
        if (q->folded[i] == l->folded[j]) return 0.95f;
        if (q->sound[i] == l->sound[j]) return 0.9f;
        const int apart = edits(a, n, b, m);
        if (apart == 1) return 1 - 1.2f / shorter;
        if (apart == 2 && shorter >= 7) return 1 - 2.4f / shorter;
        if (apart == 3 && shorter >= 11) return 1 - 3.6f / shorter;
    }
    const int brands = q->mark[i] == BRAND && l->mark[j] == BRAND;
    const int begins = memcmp(a, b, shorter * sizeof *a) == 0;
    if (begins && n <= m && n >= (q->last[i] ? 2 : 3)) {
        if (!brands) return 0.85f;
        return q->last[i] ? (float)shorter / longer : 0;
    }
    if (brands) return 0;
    if (begins && m <= n && m >= 4) return 0.7f;
    const int within = n < m ? stands_in(a, n, b, m) : stands_in(b, m, a, n);
    return start && shorter >= 3 && within ? 0.7f : 0;
}

/* Pairs of places of which one lies in the other: what `lies_in` makes of their hashes,
 * sorted. */
typedef struct {
    const uint64_t *pairs;
    int64_t number;
} Places;

static int lies_in(uint64_t place, uint64_t other, Places inside) {
    const uint64_t pair = place ^ (other << 1);
    int64_t low = 0, high = inside.number;
    while (low < high) {
        const int64_t middle = (low + high) / 2;
        if (inside.pairs[middle] < pair) low = middle + 1;
        else high = middle;
    }
    return low < inside.number && inside.pairs[low] == pair;
}

/* Likeness of two words, nought if they do not stand for each other. */
static float word_likeness(const Words *q, int32_t i, const Words *l, int32_t j,
                           Places inside) {
    const int number = q->mark[i] == NUMBER || l->mark[j] == NUMBER;
    if (q->label[i] == l->label[j] || (q->text[i] == l->text[j] && !number)) return 1;
    if ((q->known[i] && q->known[i] == l->label[j]) ||
        (l->known[j] && l->known[j] == q->label[i]))
        return 0.9f;
    if (number) return 0;
    if (q->mark[i] != BRAND && l->mark[j] != BRAND) {
        if (q->mark[i] != PLACE || l->mark[j] != PLACE) return 0;
        return lies_in(q->place[i], l->place[j], inside) ||
                       lies_in(l->place[j], q->place[i], inside)
                   ? 0.5f
                   : 0;
    }
    if (q->starts[i + 1] - q->starts[i] < 2 || l->starts[j + 1] - l->starts[j] < 2)
        return 0;
    return spelled_alike(q, i, l, j);
}

static int64_t bytes_of(const uint32_t *text, int64_t size) {
    int64_t bytes = 0;
    for (int64_t i = 0; i < size; i++)
        bytes += 1 + (text[i] > 0x7F) + (text[i] > 0x7FF) + (text[i] > 0xFFFF);
    return bytes;
}

/* Mark the words of one name that are joined to one word of the other. */
static void join_words(const Words *apart, const int32_t *rows, int64_t n, float *found,
                       const Words *whole, const int32_t *others, int64_t m,
                       float *met) {
    for (int64_t j = 0; j < m; j++) {
        const uint32_t *text = whole->letters + whole->starts[others[j]];
        const int64_t size = whole->starts[others[j] + 1] - whole->starts[others[j]];
        if (bytes_of(text, size) < JOINED_BYTES) continue;
        for (int64_t i = 0; i + 1 < n; i++) {
            int64_t at = 0;
            for (int64_t k = i; k < n && k < i + LONGEST_JOIN; k++) {
                const uint32_t *word = apart->letters + apart->starts[rows[k]];
                const int64_t length = apart->starts[rows[k] + 1] - apart->starts[rows[k]];
                if (at + length > size) break;
                if (memcmp(text + at, word, length * sizeof *word) != 0) break;
                at += length;
                if (k == i || at < size) continue;
                for (int64_t joined = i; joined <= k; joined++) found[joined] = 1;
                met[j] = 1;
                break;
            }
        }
    }
}

/* Weights are added up as whole numbers, in parts of one by ten thousand. */
static int64_t in_parts(float weight) { return (int64_t)__builtin_rintf(weight * 10000); }

/* Add up the words of one name, by mark: all of them, and what has a counterpart. */
static void add_up(const Words *words, const int32_t *rows, int64_t n,
                   const float *found, int64_t *total, int64_t *matched) {
    memset(total, 0, MARKS * sizeof *total);
    memset(matched, 0, MARKS * sizeof *matched);
    for (int64_t i = 0; i < n; i++) {
        const float weight = words->weight[rows[i]];
        total[words->mark[rows[i]]] += in_parts(weight);
        matched[words->mark[rows[i]]] += in_parts(weight * found[i]);
    }
}

static float in_weight(int64_t parts) { return (float)(parts / 10000.0); }

static float left_of(const int64_t *total, const int64_t *matched, int mark) {
    const int64_t left = total[mark] - matched[mark];
    return in_weight(left > 0 ? left : 0);
}

static float all_of(const int64_t *sums) {
    return in_weight(sums[0] + sums[1] + sums[2] + sums[3]);
}

/* Write the sums of pairs of names in the order of `aligned.ALIGNED`, a row a pair. */
EXPORT void align(const Words *queries, const Words *listed, const uint32_t *query,
                  const uint32_t *form, int64_t pairs, const uint64_t *places,
                  int64_t number, float *made) {
    const Places inside = {places, number};
    for (int64_t pair = 0; pair < pairs; pair++) {
        const int32_t *q = queries->rows + queries->first[query[pair]];
        const int32_t *l = listed->rows + listed->first[form[pair]];
        int64_t n = queries->first[query[pair] + 1] - queries->first[query[pair]];
        int64_t m = listed->first[form[pair] + 1] - listed->first[form[pair]];
        if (n > NAMED) n = NAMED;
        if (m > NAMED) m = NAMED;
        float found[NAMED], met[NAMED];
        for (int64_t i = 0; i < n; i++) found[i] = 0;
        for (int64_t j = 0; j < m; j++) met[j] = 0;
        for (int64_t i = 0; i < n; i++)
            for (int64_t j = 0; j < m; j++) {
                const float alike = word_likeness(queries, q[i], listed, l[j], inside);
                if (alike > found[i]) found[i] = alike;
                if (alike > met[j]) met[j] = alike;
            }
        join_words(queries, q, n, found, listed, l, m, met);
        join_words(listed, l, m, met, queries, q, n, found);
        int64_t all[MARKS], matched[MARKS], listed_all[MARKS], listed_matched[MARKS];
        add_up(queries, q, n, found, all, matched);
        add_up(listed, l, m, met, listed_all, listed_matched);
        float *sums = made + SUMS * pair;
        sums[0] = in_weight(listed_matched[BRAND]);
        sums[1] = left_of(all, matched, BRAND);
        sums[2] = left_of(listed_all, listed_matched, BRAND);
        sums[3] = in_weight(listed_matched[COMPANY]);
        sums[4] = left_of(all, matched, COMPANY);
        sums[5] = left_of(listed_all, listed_matched, COMPANY);
        sums[6] = all_of(all);
        sums[7] = all_of(listed_all);
        sums[8] = all_of(matched);
        sums[9] = all_of(listed_matched);
        sums[10] = in_weight(listed_matched[PLACE]);
        sums[11] = left_of(all, matched, PLACE);
        sums[12] = left_of(listed_all, listed_matched, PLACE);
    }
}
