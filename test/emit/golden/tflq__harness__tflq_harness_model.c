/* The network `net` as the harness knows it. Written by tflq-micro; do not edit. */
#include "tflq_model.h"

#include "net.h"

static const tflq_tensor_info inputs[] = {
    {6, 9}, /* int8 [1, 2, 3] */
    {24, 0}, /* float32 [1, 2, 3] */
};

static const tflq_tensor_info outputs[] = {
    {6, 9}, /* int8 [1, 2, 3] */
    {48, 0}, /* float32 [1, 2, 6] */
};

const tflq_model tflq_harness_model = {
    .name = "net",
    .runtime = "c",
    .hash = {0x85, 0x6e, 0x83, 0x33, 0xe1, 0xca, 0xee, 0xf4,
             0x10, 0xe9, 0x17, 0x4f, 0xe8, 0x63, 0x7b, 0x72},
    .op_count = TFLQ_NET_OP_COUNT,
    .input_count = TFLQ_NET_INPUT_COUNT,
    .output_count = TFLQ_NET_OUTPUT_COUNT,
    .inputs = inputs,
    .outputs = outputs,
    .init = tflq_net_init,
    .reset = tflq_net_reset,
    .input = tflq_net_input,
    .invoke = tflq_net_invoke,
    .invoke_profiled = tflq_net_invoke_profiled,
    .output = tflq_net_output,
    .ram_bytes = tflq_net_ram_bytes,
};
