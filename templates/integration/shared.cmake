# What a network's options say, in the caller's variables TFLQ_*, and the command that makes the network's sources from
# its model when one of its inputs has changed. `board` is taken where no BOARD is given. Sets
#
#   TFLQ_NAME         the network's name in C
#   TFLQ_SOURCES      the files to compile
#   TFLQ_INCLUDE_DIR  where its header is
#   TFLQ_GENERATOR    the target that makes all of them
#   TFLQ_RUNTIME      c or tflm
#   TFLQ_TFLM         the target given as TFLM
function(_tflq_generate model board)
  cmake_parse_arguments(PARSE_ARGV 2 arg "PER_TENSOR" "NAME;DATA;RUNTIME;BOARD;IO;CALIBRATION_SAMPLES;TFLM" "ARGS")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "tflq_add_model: what is meant by ${arg_UNPARSED_ARGUMENTS}${arg_KEYWORDS_MISSING_VALUES}?")
  endif()
  _tflq_find_program()
  get_filename_component(model "${model}" ABSOLUTE)
  if(NOT arg_NAME)
    _tflq_name_of("${model}" arg_NAME)
  endif()
  if(NOT arg_RUNTIME)
    set(arg_RUNTIME c)
  endif()
  if(arg_BOARD)
    set(board "${arg_BOARD}")
  endif()

  # The folder is ours, hence --force.
  set(dir "${CMAKE_CURRENT_BINARY_DIR}/tflq/${arg_NAME}")
  set(command gen "${model}" --sources-only --force --quiet --name "${arg_NAME}" --runtime "${arg_RUNTIME}"
              --out "${dir}" --stamp "${dir}.stamp" --depfile "${dir}.d")
  set(inputs "${model}" "${dir}.command")
  if(board MATCHES "[/\\]|\\.ya?ml$")
    get_filename_component(board "${board}" ABSOLUTE)
    list(APPEND inputs "${board}")
  endif()
  list(APPEND command --board "${board}")
  if(arg_DATA)
    get_filename_component(data "${arg_DATA}" ABSOLUTE)
    list(APPEND command --data "${data}")
    list(APPEND inputs "${data}")
  endif()
  if(arg_IO)
    list(APPEND command --io "${arg_IO}")
  endif()
  if(arg_CALIBRATION_SAMPLES)
    list(APPEND command --calibration-samples "${arg_CALIBRATION_SAMPLES}")
  endif()
  if(arg_PER_TENSOR)
    list(APPEND command --per-tensor)
  endif()
  list(APPEND command ${arg_ARGS})

  set(sources "${dir}/tflq/${arg_NAME}.c")
  if(arg_RUNTIME STREQUAL "tflm")
    set(sources "${dir}/tflq/${arg_NAME}.cc" "${dir}/tflq/${arg_NAME}_model.cc")
  endif()
  _tflq_add_command("tflq_${arg_NAME}_sources" "${dir}" "${command}" "${inputs}" "${sources}")

  set(TFLQ_NAME "${arg_NAME}" PARENT_SCOPE)
  set(TFLQ_SOURCES "${sources}" PARENT_SCOPE)
  set(TFLQ_INCLUDE_DIR "${dir}/tflq" PARENT_SCOPE)
  set(TFLQ_GENERATOR "tflq_${arg_NAME}_sources" PARENT_SCOPE)
  set(TFLQ_RUNTIME "${arg_RUNTIME}" PARENT_SCOPE)
  set(TFLQ_TFLM "${arg_TFLM}" PARENT_SCOPE)
endfunction()

# The target `generator` that runs the program. A network that several targets use is made once.
function(_tflq_add_command generator dir command inputs sources)
  if(TARGET ${generator})
    get_target_property(before ${generator} TFLQ_COMMAND)
    if(before STREQUAL "${command}")
      return()
    endif()
    message(FATAL_ERROR "tflq_add_model: two networks have the same name. Give one of them another, with NAME.")
  endif()
  # Only written where it differs: other options make other sources, whatever the build tool.
  file(GENERATE OUTPUT "${dir}.command" CONTENT "${TFLQ_MICRO};${command}\n")
  set(depfile)
  if(NOT CMAKE_VERSION VERSION_LESS 3.20 OR CMAKE_GENERATOR MATCHES "Ninja")
    set(depfile DEPFILE "${dir}.d")
  endif()
  get_filename_component(name "${dir}" NAME)
  add_custom_command(
    OUTPUT "${dir}.stamp"
    # Those that did not change keep their times, so that nothing is compiled in vain.
    BYPRODUCTS ${sources} "${dir}/tflq/${name}.h"
    COMMAND ${TFLQ_MICRO} ${command}
    DEPENDS ${inputs}
    ${depfile}
    WORKING_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}"
    COMMENT "tflq-micro: the network ${name}"
    VERBATIM)
  add_custom_target(${generator} DEPENDS "${dir}.stamp")
  set_target_properties(${generator} PROPERTIES TFLQ_COMMAND "${command}")
endfunction()

# Finds tflq-micro, in node_modules or in PATH. TFLQ_MICRO, if set, is how it is called: a path, or a list of words.
function(_tflq_find_program)
  find_program(TFLQ_MICRO NAMES tflq-micro tflq-micro.cmd
               HINTS "${CMAKE_CURRENT_SOURCE_DIR}/node_modules/.bin" "${CMAKE_SOURCE_DIR}/node_modules/.bin"
               NO_CMAKE_FIND_ROOT_PATH DOC "How tflq-micro is called")
  if(NOT TFLQ_MICRO)
    message(FATAL_ERROR "tflq-micro is not installed. In this project: npm install tflq-micro. "
                        "Or say how it is called: cmake -DTFLQ_MICRO=/path/to/tflq-micro")
  endif()
endfunction()

# The name that the program gives a network after its model's file.
function(_tflq_name_of model result)
  get_filename_component(name "${model}" NAME)
  string(TOLOWER "${name}" name)
  string(REGEX REPLACE "\\.(tflite|onnx|h5|keras|json|pb)$" "" name "${name}")
  string(REGEX REPLACE "[^a-z0-9]+" "_" name "${name}")
  string(REGEX REPLACE "^_+|_+$" "" name "${name}")
  if(NOT name MATCHES "^[a-z]")
    message(FATAL_ERROR "tflq_add_model: ${model} has no name that C could have. Give one with NAME.")
  endif()
  set(${result} "${name}" PARENT_SCOPE)
endfunction()
