/* What is cheaply known of a pair of names; see `promise.py`. */

enum { PARTS = 10 };

static float weight_of(const Table *rarity, Word word) {
    const uint16_t known = in(rarity, word.at, word.size);
    return known ? known / 1000.0f : 1.0f;
}

/* Take a text apart, with the weights of its words; returns its sketch. */
static Sketch weighed(Bytes text, Name *name, const Table *rarity) {
    take_apart(text, name);
    for (int64_t i = 0; i < name->number; i++)
        name->weights[i] = weight_of(rarity, name->words[i]);
    return sketch_of(*name);
}

/* Take texts apart; there is room for all their bytes, and a word for each two; `rarity`
 * has the weights of words. Returns how many words they have. */
EXPORT int64_t apart(const uint8_t *data, const int64_t *starts, int64_t texts,
                     const Table *rarity, const Apart *made) {
    int64_t size = 0, number = 0;
    for (int64_t i = 0; i < texts; i++) {
        const Bytes text = {data + starts[i], starts[i + 1] - starts[i]};
        Name name = {made->letters + size,   0,   made->words + number, 0,
                     made->weights + number, NULL};
        made->sketches[i] = weighed(text, &name, rarity);
        made->sketches[i].letters_at = (int32_t)size;
        made->sketches[i].words_at = (int32_t)number;
        size += name.size;
        number += name.number;
    }
    return number;
}

/* Which letters a word has, by their last five bits. */
static uint32_t letters_of(Word word) {
    uint32_t letters = 0;
    for (int64_t i = 0; i < word.size; i++) letters |= 1u << (word.at[i] & 31);
    return letters;
}

/* How many letters of a word another may have at most, given which letters it has. */
static int64_t at_most(Word word, uint32_t letters) {
    int64_t most = 0;
    for (int64_t i = 0; i < word.size; i++) most += letters >> (word.at[i] & 31) & 1;
    return most;
}

enum { JOINED = 3 };

/* Find words that stand in a longer one of the other name: joined there, or cut. */
static void find_inside(const Word *words, int64_t n, float *found, const Word *others,
                        int64_t m, float *met) {
    for (int64_t i = 0; i < n; i++) {
        int64_t held = 0;
        for (int64_t j = 0; j < m; j++) {
            const int64_t size = others[j].size;
            if (size < JOINED || size >= words[i].size) continue;
            int64_t at = 0;
            while (at + size <= words[i].size &&
                   memcmp(words[i].at + at, others[j].at, size) != 0)
                at++;
            if (at + size > words[i].size) continue;
            held += size;
            if (met[j] < 0.9f) met[j] = 0.9f;
        }
        const float share = (float)held / words[i].size;
        if (share > found[i]) found[i] = share < 1 ? share : 1;
    }
}

/* Write what the promise of a pair is made of, see `promise.py`: the likenesses, and by
 * rarity how much of either name has its word in the other, spelled the same or nearly.
 */
static void parts_of(float cosine, Likeness likeness, const Room *room, float *parts) {
    const Word *words = room->left.words, *others = room->right.words;
    const int64_t n = room->left.number, m = room->right.number;
    float *found = room->left.found, *met = room->right.found;
    memset(found, 0, n * sizeof *found);
    memset(met, 0, m * sizeof *met);
    for (int64_t i = 0; i < n; i++) {
        const uint32_t known = letters_of(words[i]);
        for (int64_t j = 0; j < m; j++) {
            const int64_t size = words[i].size, other = others[j].size;
            const int64_t both = size + other, least = size < other ? size : other;
            if (20 * least < 7 * both) continue;
            /* Most pairs of words are told by their letters alone. */
            if (20 * at_most(others[j], known) < 7 * both) continue;
            const int64_t shared =
                same(words[i], others[j])
                    ? size
                    : common(words[i].at, size, others[j].at, other, room->bits);
            if (20 * shared < 7 * both) continue;
            const float alike = (float)(2.0 * shared / both);
            if (alike > found[i]) found[i] = alike;
            if (alike > met[j]) met[j] = alike;
        }
    }
    find_inside(words, n, found, others, m, met);
    find_inside(others, m, met, words, n, found);
    float of_query = 0, of_listed = 0, query = 1e-6f, listed = 1e-6f;
    for (int64_t i = 0; i < n; i++) {
        const float weight = room->left.weights[i];
        query += weight;
        of_query += weight * found[i];
    }
    for (int64_t j = 0; j < m; j++) {
        const float weight = room->right.weights[j];
        listed += weight;
        of_listed += weight * met[j];
    }
    const float left = query - of_query, missing = listed - of_listed;
    const float shared = (of_query > of_listed ? of_query : of_listed) / 2;
    const float square = likeness.by_letters * likeness.by_letters;
    const float covered = of_query / query, covering = of_listed / listed;
    parts[0] = cosine;
    parts[1] = likeness.by_words;
    parts[2] = likeness.by_letters;
    parts[3] = square * square;
    parts[4] = covered;
    parts[5] = covering;
    parts[6] = covered * covering;
    parts[7] = shared < 1 ? shared : 1;
    parts[8] = left < missing ? left : missing;
    parts[9] = left < missing ? missing : left;
}

/* What the three likenesses of a pair count, and what that has to reach. If the cosine
 * is less than `sure`, nearly the same letters have to be there: a share of `letters`. */
typedef struct {
    float cosine, by_words, by_letters, least, sure, letters;
} Promise;

static int promises(Promise promise, float cosine, Likeness found) {
    return promise.cosine * cosine + promise.by_words * found.by_words +
               promise.by_letters * found.by_letters >=
           promise.least;
}

/* How alike two texts are by letters at most, as they are at a glance; less than nought
 * if that cannot promise enough. */
static float may_promise(Promise promise, float cosine, const Sketch *one,
                         const Sketch *other) {
    const float most = by_letters_at_most(one, other);
    if (cosine < promise.sure && most < promise.letters) return -1;
    return promises(promise, cosine, (Likeness){1, most}) ? most : -1;
}

/* Find the likeness of a name and a listed one, where they may promise enough; returns
 * if they do. `sketch`: of the name on the left; `letters`: see `may_promise`. */
static int alike_enough(Room *room, const Sketch *sketch, const Apart *texts,
                        int64_t listed, Promise promise, float cosine, float letters,
                        Likeness *found) {
    room->right = name_of(texts, listed, room->right.found);
    const float words = by_words_at_most(room->left, sketch, room->right,
                                         texts->sketches + listed, letters);
    if (!promises(promise, cosine, (Likeness){words, letters})) return 0;
    *found = alike(room);
    return promises(promise, cosine, *found);
}

/* Write the parts of those pairs that promise enough, `PARTS` a pair, and which these
 * are; returns their number, or -1 without memory. left, left_starts, right: the texts.
 * rows, listed: the pairs, those of one text side by side. longest: of all texts, in
 * bytes. */
EXPORT int64_t parts(const uint8_t *left, const int64_t *left_starts,
                     const Apart *right, const int64_t *rows, const int64_t *listed,
                     const float *cosine, int64_t pairs, int64_t longest,
                     const Promise *promise, const Table *rarity, int64_t *kept,
                     float *made) {
    Room room = room_for(longest), both = room;
    Sketch sketch;
    int64_t number = is_there(&room) ? 0 : -1;
    for (int64_t pair = 0; number >= 0 && pair < pairs; pair++) {
        const int64_t i = rows[pair];
        if (pair == 0 || i != rows[pair - 1]) {
            const int64_t size = left_starts[i + 1] - left_starts[i];
            sketch = weighed((Bytes){left + left_starts[i], size}, &both.left, rarity);
        }
        const int64_t j = listed[pair];
        const float most =
            may_promise(*promise, cosine[pair], &sketch, right->sketches + j);
        Likeness found;
        if (most < 0 || !alike_enough(&both, &sketch, right, j, *promise, cosine[pair],
                                      most, &found))
            continue;
        parts_of(cosine[pair], found, &both, made + PARTS * number);
        kept[number++] = pair;
    }
    leave(&room);
    return number;
}

static float sum_of(const float *parts, const float *weights, int64_t number) {
    float sum = 0;
    for (int64_t part = 0; part < number; part++) sum += parts[part] * weights[part];
    return sum;
}

/* Write the sum of `number` parts of each pair, each times what it counts. */
EXPORT void sums(const float *parts, int64_t pairs, int64_t number,
                 const float *weights, float *made) {
    for (int64_t i = 0; i < pairs; i++)
        made[i] = sum_of(parts + number * i, weights, number);
}
