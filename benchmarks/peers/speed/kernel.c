/* The best listed name of each name by the cosine of their grams of four bytes.

   Names are folded bytes, one after the other, each with a blank on either side; a gram
   is hashed to BITS bits and weighs its rarity on the list. Grams that more than `most`
   listed names have lead to none of them, but count in the lengths, as in the package. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BITS 20
#define BUCKETS (1 << BITS)
#define LONGEST 1024

typedef struct {
    int names;
    float *weight;    /* of each gram */
    uint8_t *known;   /* that lead to listed names */
    int64_t *starts;  /* of the postings of each gram */
    int32_t *names_of;
    float *share;     /* what a gram adds to the cosine with that name */
} Index;

static uint32_t code_of(const uint8_t *at) {
    uint32_t code;
    memcpy(&code, at, 4);
    code *= 0x9E3779B1u;
    code ^= code >> 15;
    code *= 0x85EBCA6Bu;
    return code >> (32 - BITS);
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The distinct grams of a name, sorted, and how often each is there. */
static int grams_of(const uint8_t *text, int64_t bytes, uint32_t *codes, int *times) {
    int count = 0, distinct = 0;
    for (int64_t i = 0; i + 4 <= bytes && count < LONGEST; i++)
        codes[count++] = code_of(text + i);
    qsort(codes, count, sizeof *codes, by_value);
    for (int i = 0; i < count; i++) {
        if (distinct && codes[distinct - 1] == codes[i]) {
            times[distinct - 1]++;
        } else {
            codes[distinct] = codes[i];
            times[distinct++] = 1;
        }
    }
    return distinct;
}

Index *make_index(const uint8_t *text, const int64_t *ends, int names, int most) {
    uint32_t codes[LONGEST];
    int times[LONGEST];
    Index *index = calloc(1, sizeof *index);
    int32_t *with_gram = calloc(BUCKETS, sizeof *with_gram);
    index->names = names;
    index->weight = malloc(BUCKETS * sizeof(float));
    index->known = calloc(BUCKETS, 1);
    index->starts = calloc(BUCKETS + 1, sizeof(int64_t));
    for (int n = 0; n < names; n++) {
        int64_t start = n ? ends[n - 1] : 0;
        int count = grams_of(text + start, ends[n] - start, codes, times);
        for (int i = 0; i < count; i++) with_gram[codes[i]]++;
    }
    for (int g = 0; g < BUCKETS; g++) {
        float rare = logf((names + 1) / 0.5f);
        index->weight[g] = with_gram[g] ? logf((names + 1) / (with_gram[g] + 0.5f)) : 0.6f * rare;
        index->known[g] = with_gram[g] > 0 && with_gram[g] <= most;
        index->starts[g + 1] = index->starts[g] + (index->known[g] ? with_gram[g] : 0);
    }
    index->names_of = malloc((index->starts[BUCKETS] + 1) * sizeof(int32_t));
    index->share = malloc((index->starts[BUCKETS] + 1) * sizeof(float));
    memset(with_gram, 0, BUCKETS * sizeof *with_gram);
    for (int n = 0; n < names; n++) {
        int64_t start = n ? ends[n - 1] : 0;
        int count = grams_of(text + start, ends[n] - start, codes, times);
        float mass = 1e-9f;
        for (int i = 0; i < count; i++) {
            float w = index->weight[codes[i]] * times[i];
            mass += w * w;
        }
        for (int i = 0; i < count; i++) {
            uint32_t g = codes[i];
            if (!index->known[g]) continue;
            int64_t at = index->starts[g] + with_gram[g]++;
            index->names_of[at] = n;
            index->share[at] = index->weight[g] * times[i] / sqrtf(mass);
        }
    }
    free(with_gram);
    return index;
}

void find(const Index *index, const uint8_t *text, const int64_t *ends, int64_t names,
          int threads, int32_t *best, float *score) {
#pragma omp parallel num_threads(threads)
    {
        float *sum = calloc(index->names, sizeof *sum);
        int32_t *touched = malloc(index->names * sizeof *touched);
        uint32_t codes[LONGEST];
        int times[LONGEST];
#pragma omp for schedule(dynamic, 512)
        for (int64_t n = 0; n < names; n++) {
            int64_t start = n ? ends[n - 1] : 0;
            int count = grams_of(text + start, ends[n] - start, codes, times);
            int found = 0;
            float mass = 1e-9f;
            for (int i = 0; i < count; i++) {
                uint32_t g = codes[i];
                float w = index->weight[g] * times[i];
                mass += w * w;
                if (!index->known[g]) continue;
                for (int64_t p = index->starts[g]; p < index->starts[g + 1]; p++) {
                    int32_t name = index->names_of[p];
                    if (sum[name] == 0) touched[found++] = name;
                    sum[name] += w * index->share[p];
                }
            }
            best[n] = -1;
            score[n] = 0;
            for (int i = 0; i < found; i++) {
                int32_t name = touched[i];
                if (sum[name] > score[n] || (sum[name] == score[n] && name < best[n])) {
                    score[n] = sum[name];
                    best[n] = name;
                }
                sum[name] = 0;
            }
            score[n] /= sqrtf(mass);
        }
        free(sum);
        free(touched);
    }
}
