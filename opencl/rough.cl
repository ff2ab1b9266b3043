/* Prime counting by rough numbers: rough.h. A count is one launch after the other in an in-order queue. */
#include "group.cl"
#include "rough.h"

__kernel void kb_rough_begin(__global const kb_u64 *table, __global kb_u32 *small, __global kb_u32 *rough, __global kb_u64 *large) {
    const kb_rough_lists lists = {table, small, rough, large};
    kb_rough_fill(lists, get_global_id(0), get_global_size(0));
}

__kernel void kb_rough_step(__global const kb_u64 *table, kb_u32 step, __global kb_u32 *small, __global kb_u32 *rough,
                            __global kb_u64 *large) {
    const kb_rough_lists lists = {table, small, rough, large};
    kb_rough_take(lists, step, get_global_id(0), get_global_size(0));
}

__kernel __attribute__((reqd_work_group_size(KB_GROUP, 1, 1)))
void kb_rough_end(__global const kb_u64 *table, __global kb_u32 *small, __global kb_u32 *rough, __global kb_u64 *large,
                  __global kb_u64 *sums) {
    __local kb_u64 local_sums[KB_GROUP];
    const kb_rough_lists lists = {table, small, rough, large};
    const kb_u64 sum = kb_group_sum(kb_rough_sum(lists, (kb_u32)get_group_id(0), (kb_u32)get_num_groups(0)), local_sums);
    if (get_local_id(0) == 0) sums[get_group_id(0)] = sum;
}
