/* What is to be done with a name as it is written; see `first_look.py`. */

/* What the first look knows of a word; see `first_look.py`. */
enum {
    LEGAL = 1,
    CLOSER = 2,
    FORM = 4,
    SECOND = 8,
    TAIL = 16,
    OPENS = 32,
    PLACED = 64,
    HONG_KONG = 128,
    WADE_GILES = 256,
    NO_PINYIN = 512
};

/* What the first look holds names against; see `first_look.py`. */
typedef struct {
    Space space;
    Table words, keys;
    const Apart *listed;
    const NearWords *near;
    Promise promise;
    const Table *rarity;
    const float *weights;
    float worth, written, least;
} Look;

enum { NOBODY = 0, LOOK_CLOSER = 1, READ_WHOLE = 2, EQUAL = 3 };
enum { MOST_WORDS = 64, MOST_LETTERS = 400 };

static int ends_with(const uint8_t *text, int64_t size, const char *words) {
    const int64_t length = (int64_t)strlen(words);
    return size >= length && memcmp(text + size - length, words, length) == 0;
}

/* Letters of a legal form in words before the name, and a blank; nought if none. */
static int64_t opening(Bytes name) {
    static const char *const forms[] = {
        "limited liability company ", "joint stock company ",
        "public joint stock company ", "open joint stock company ",
        "closed joint stock company "};
    for (int f = 0; f < 5; f++) {
        const int64_t length = (int64_t)strlen(forms[f]);
        if (name.size < length) continue;
        int64_t i = 0;
        while (i < length &&
               (name.at[i] | (forms[f][i] == ' ' ? 0 : 32)) == (uint8_t)forms[f][i])
            i++;
        if (i == length) return length;
    }
    return 0;
}

/* Say if a word of Hong Kong or Wade-Giles spelling stands beside another, as
 * `names.readings.in_mandarin` has it. */
static int in_other_spelling(const uint16_t *kinds, int64_t words, uint16_t system) {
    int64_t spelled = 0, foreign = 0;
    for (int64_t i = 0; i < words; i++) {
        if (!(kinds[i] & system)) continue;
        spelled++;
        foreign += (kinds[i] & NO_PINYIN) != 0;
    }
    return spelled > 1 && foreign > 0;
}

/* Fold a name in plain ASCII, or say that it is to be looked at closer. `text` takes a
 * blank and its words with single blanks: the `whole`, and the `bare` name in it without
 * the legal forms around it. */
static int read_plainly(const Look *look, Bytes name, uint8_t *text, Bytes *whole,
                        Bytes *bare) {
    uint16_t kinds[MOST_WORDS];
    int64_t begins[MOST_WORDS + 1], stands[MOST_WORDS];
    int64_t words = 0, length = 0, comma = -1, commas = 0, figures = 0;
    int inside = 0, numbered = 0;
    if (name.size > MOST_LETTERS) return LOOK_CLOSER;
    for (int64_t i = 0; i <= name.size; i++) {
        uint8_t letter = i < name.size ? name.at[i] : ' ';
        if (letter >= 'A' && letter <= 'Z') letter += 32;
        const int is_figure = letter >= '0' && letter <= '9';
        if ((letter >= 'a' && letter <= 'z') || is_figure || letter == '&') {
            const int apart = letter == '&';
            figures = is_figure ? figures + 1 : 0;
            if (figures > 2) return LOOK_CLOSER; /* a code */
            numbered |= is_figure;
            if (!inside || apart) {
                if (words == MOST_WORDS) return LOOK_CLOSER;
                if (inside) return LOOK_CLOSER; /* R&D: rare, and two words */
                text[length++] = ' ';
                stands[words] = i;
                begins[words++] = length;
                inside = 1;
            }
            if (apart) {
                if (i + 1 < name.size && name.at[i + 1] != ' ') return LOOK_CLOSER;
                memcpy(text + length, "and", 3);
                length += 3;
            } else {
                text[length++] = letter;
            }
            continue;
        }
        inside = 0;
        figures = 0;
        switch (letter) {
        case ' ':
        case '.':
        case '"':
            break;
        case ',':
            comma = words;
            commas++;
            break;
        case '-':
            if (i == 0 || i + 1 >= name.size || name.at[i - 1] == ' ' ||
                name.at[i + 1] == ' ' || name.at[i + 1] == '-')
                return LOOK_CLOSER;
            if (words > 0 && length - begins[words - 1] == 1 && name.at[i + 1] <= '9')
                return LOOK_CLOSER; /* a house, B-12 */
            break;
        default:
            return LOOK_CLOSER;
        }
    }
    if (words == 0 || commas > 1) return LOOK_CLOSER;
    begins[words] = length + 1;
    /* A legal form ends a name of four letters or more. */
    const int64_t opens = opening(name);
    const int spelled_out =
        ends_with(text + 1, length - 1, " limited liability company") &&
        stands[words - 1] - stands[words - 3] == 18;
    int64_t forms = 0, first = words;
    for (int64_t i = 0; i < words; i++) {
        const int64_t letters = begins[i + 1] - 1 - begins[i];
        kinds[i] = in(&look->words, text + begins[i], letters);
        if (kinds[i] & CLOSER) return LOOK_CLOSER;
        if (kinds[i] & PLACED && numbered) return LOOK_CLOSER;
        for (int64_t j = i + 2; kinds[i] & OPENS && j <= words; j++) {
            const int64_t phrase = begins[j] - 1 - begins[i];
            if (in(&look->words, text + begins[i], phrase) & CLOSER) return LOOK_CLOSER;
        }
        if (kinds[i] & FORM && stands[i] >= opens + 4) {
            if (forms++ == 0) first = i;
        }
    }
    /* L.L.C. and A.S. end a name like other legal forms. */
    int64_t end = words;
    while (end > 0 && begins[end] - 1 - begins[end - 1] == 1) end--;
    for (int64_t i = 0; i + 1 < end; i++)
        if (begins[i + 1] - begins[i] == 2 && begins[i + 2] - begins[i + 1] == 2)
            return LOOK_CLOSER;
    if (in_other_spelling(kinds, words, HONG_KONG) ||
        in_other_spelling(kinds, words, WADE_GILES))
        return LOOK_CLOSER;
    /* Words behind a legal form may be more than the name, but for `Co., Ltd.`. */
    const int alone = forms == 0 || (forms == 1 && first == words - 1) ||
                      (spelled_out && first == words - 3);
    const int64_t f = first + 1 < words ? begins[first + 1] - 1 - begins[first] : 0;
    const int co = (f == 2 && memcmp(text + begins[first], "co", 2) == 0) ||
                   (f == 7 && memcmp(text + begins[first], "company", 7) == 0);
    const int pair = forms == 2 && first == words - 2 && co && kinds[words - 1] & SECOND;
    if (!alone && !pair) return LOOK_CLOSER;
    if (commas) {
        const int64_t behind = words - comma;
        if (behind < 1 || behind > 2 || !(kinds[comma] & TAIL)) return LOOK_CLOSER;
        if (behind == 2 && !(kinds[comma + 1] & SECOND)) return LOOK_CLOSER;
    }
    *whole = (Bytes){text + 1, length - 1};
    for (int found = 1; found;) {
        const int bhd = words > 2 && ends_with(text + 1, begins[words] - 2, " sdn bhd");
        found = words > 1 && (kinds[words - 1] & LEGAL || bhd);
        if (found) words -= 1 + bhd;
    }
    *bare = (Bytes){text + 1, begins[words] - 2};
    const int64_t before = opening(*bare);
    bare->at += before;
    bare->size -= before;
    return NOBODY;
}

/* Say of each name if it is plainly nobody's, if it may be listed and is nothing but a
 * name (`READ_WHOLE`, or `EQUAL` if it has the letters of a listed one), or may hold
 * more, which is looked into elsewhere (`LOOK_CLOSER`). Writes the pairs of names and
 * listed texts that are worth reading as well, and what each is worth; returns how many
 * there are, of which no more than `places` are written, or -1 without memory. */
EXPORT int64_t first_look(const Look *look, const uint8_t *data, const int64_t *starts,
                          int64_t names, int64_t longest, uint8_t *seen, int64_t places,
                          Pair *pairs, float *worth) {
    Sums sums = room_for_sums(look->space.size);
    Room room = room_for(longest > 4 * MOST_LETTERS ? longest : 4 * MOST_LETTERS);
    uint8_t text[4 * MOST_LETTERS], key[4 * MOST_LETTERS];
    int64_t count = are_there(sums) && is_there(&room) ? 0 : -1;
    for (int64_t i = 0; count >= 0 && i < names; i++) {
        const Bytes name = {data + starts[i], starts[i + 1] - starts[i]};
        Bytes whole, bare;
        seen[i] = (uint8_t)read_plainly(look, name, text, &whole, &bare);
        if (seen[i] == LOOK_CLOSER) continue;
        key[0] = ' ';
        int64_t length = letters(whole.at, whole.size, key + 1);
        const uint16_t equal = in(&look->keys, key + 1, length);
        length = letters(bare.at, bare.size, key + 1);
        if (equal || in(&look->keys, key + 1, length)) seen[i] = EQUAL;
        const int64_t size = length;
        key[++length] = ' ';
        length++;
        while (length < look->space.views[0].width) key[length++] = ' ';
        const Bytes grams = {key, length};
        int64_t found = products(&look->space, &grams, sums, look->least);
        found = add_near(look->near, bare, sums, found);
        if (found == 0) continue;
        for (int64_t j = 0; j < found; j++)
            __builtin_prefetch(look->listed->sketches + sums.found[j].listed);
        Room both = room;
        Sketch sketch = sketch_of_letters(key + 1, size);
        for (int64_t j = 0; j < found; j++) {
            const Pair pair = {i, sums.found[j].listed, sums.found[j].product};
            const Sketch *listed = look->listed->sketches + pair.listed;
            const float most =
                may_promise(look->promise, pair.product, &sketch, listed);
            if (most < 0) continue;
            if (sketch.number == 0) sketch = weighed(bare, &both.left, look->rarity);
            Likeness likeness;
            if (!alike_enough(&both, &sketch, look->listed, pair.listed, look->promise,
                              pair.product, most, &likeness))
                continue;
            float parts[PARTS];
            parts_of(pair.product, likeness, &both, parts);
            float sum = sum_of(parts, look->weights, PARTS);
            if (sum < look->worth) continue;
            /* It may be misspelled, and is scored whatever it is read as. */
            if (sums.found[j].text && sum < look->written) sum = look->written;
            if (seen[i] == NOBODY) seen[i] = READ_WHOLE;
            if (count < places) {
                pairs[count] = pair;
                worth[count] = sum;
            }
            count++;
        }
    }
    leave_sums(sums);
    leave(&room);
    return count;
}
