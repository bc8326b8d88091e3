# TensorFlow Lite Micro in this project: which of its sources are compiled, and how. The Makefile includes this file.
# Written by tflq-micro; do not edit.
#
#   make TFLM_DIR=/path/to/tflite-micro
#
# TFLM_DIR is a git checkout with its downloads, or a tree made by its create_tflm_tree.py.

# The operators of the network.
TFLM_OPERATORS = QUANTIZE ADD MUL CONCATENATION DEQUANTIZE

# What `gen --tflm-dir` was given, if it was. `make TFLM_DIR=...` overrides it.
-include tflq/tflm_dir.mk

.DEFAULT_GOAL := all

# `make clean` works without TFLM.
ifneq ($(MAKECMDGOALS),clean)

TFLM_MICRO := $(TFLM_DIR)/tensorflow/lite/micro
TFLM_THIRD_PARTY := $(firstword $(foreach folder,$(TFLM_MICRO)/tools/make/downloads $(TFLM_DIR)/third_party,\
	$(if $(wildcard $(folder)/flatbuffers/include/flatbuffers/flatbuffers.h),$(folder))))

# What is wrong with TFLM_DIR, if anything.
ifeq ($(strip $(TFLM_DIR)),)
$(error TFLM_DIR is not set. Say where TensorFlow Lite Micro lies: make TFLM_DIR=/path/to/tflite-micro)
endif
ifneq ($(words $(TFLM_DIR)),1)
$(error TFLM_DIR has a blank in it ($(TFLM_DIR)), which make cannot take. Use a path without one)
endif
ifeq ($(wildcard $(TFLM_MICRO)/micro_interpreter.h),)
$(error TFLM_DIR is no checkout of TensorFlow Lite Micro: $(TFLM_MICRO)/micro_interpreter.h is not there)
endif
ifeq ($(TFLM_THIRD_PARTY),)
$(error TFLM_DIR has no FlatBuffers. Run there: make -f tensorflow/lite/micro/tools/make/Makefile third_party_downloads)
endif

# TFLM's headers count as the system's, so that our warnings are about this project.
TFLM_FLAGS := -DTF_LITE_STATIC_MEMORY -DTF_LITE_DISABLE_X86_NEON -isystem $(TFLM_DIR) \
	-isystem $(TFLM_THIRD_PARTY)/flatbuffers/include \
	-isystem $(TFLM_THIRD_PARTY)/gemmlowp \
	-isystem $(TFLM_THIRD_PARTY)/ruy
TFLM_LIBS := -lm

# The interpreter: all of it but tests. The linker leaves out what nobody calls.
TFLM_CORE_FOLDERS := $(TFLM_MICRO) $(addprefix $(TFLM_MICRO)/,arena_allocator memory_planner tflite_bridge)
TFLM_CORE := $(wildcard $(foreach folder,$(TFLM_CORE_FOLDERS),$(folder)/*.cc $(folder)/*.cpp)) \
	$(shell find $(TFLM_DIR)/tensorflow '(' -path '*/lite/experimental' -o -path '*/lite/micro' ')' -prune \
	-o '(' -name '*.cc' -o -name '*.cpp' ')' -print)
TFLM_CORE := $(foreach source,$(TFLM_CORE),$(if $(filter %_test test_% mock_% fake_% array,\
	$(basename $(notdir $(source)))),,$(source)))

# The kernels: the files that register the network's operators, and those that the headers which they include stand
# for. The header conv.h stands for conv.cc and conv_common.cc.
TFLM_KERNELS := $(shell grep -lw $(addprefix -e Register_,$(TFLM_OPERATORS)) /dev/null \
	$(filter-out %_test.cc %_test.cpp,$(wildcard $(addprefix $(TFLM_MICRO)/kernels/,*.cc *.cpp))))
tflm_included = $(shell sed -n 's|^.include "tensorflow/lite/micro/kernels/\(.*\)[.]h".*|\1|p' $(1) /dev/null)
tflm_behind = $(wildcard $(foreach stem,$(call tflm_included,$(1)),\
	$(addprefix $(TFLM_MICRO)/kernels/$(stem),.h .cc .cpp _common.cc _common.cpp)))
tflm_closure = $(if $(filter-out $(1),$(2)),$(call tflm_closure,$(sort $(1) $(2)),$(call tflm_behind,$(2))),$(1))
TFLM_KERNELS := $(filter-out %.h,$(call tflm_closure,,$(TFLM_KERNELS)))

TFLM_SOURCES := $(sort $(TFLM_CORE) $(TFLM_KERNELS))
TFLM_OBJECTS := $(TFLM_SOURCES:$(TFLM_DIR)/%=build/obj/tflm/%.o)

# TFLM's own code: warnings are its authors' business, and checks of what cannot be wrong here cost time.
TFLM_COMPILE = $(CXX) -std=c++17 -fno-exceptions -fno-rtti -fno-threadsafe-statics -w -DNDEBUG \
	$(COMMON_FLAGS) $(TFLM_FLAGS) -c -o $@ $<

build/obj/tflm/%.cc.o: $(TFLM_DIR)/%.cc Makefile
	@mkdir -p $(@D)
	$(TFLM_COMPILE)

build/obj/tflm/%.cpp.o: $(TFLM_DIR)/%.cpp Makefile
	@mkdir -p $(@D)
	$(TFLM_COMPILE)

# Another TFLM_DIR makes all objects stale that were compiled with the last one: this file keeps its path.
TFLM_STAMP := build/obj/tflm/dir.txt
ifneq ($(shell cat $(TFLM_STAMP) 2>/dev/null),$(TFLM_DIR))
$(shell mkdir -p $(dir $(TFLM_STAMP)) && echo '$(TFLM_DIR)' >$(TFLM_STAMP))
endif
$(TFLM_OBJECTS) build/obj/tflq/net.cc.o: $(TFLM_STAMP)

endif
