# embed(FILE OUT): appends to the list OUT a generated .c file that defines
#   const unsigned char asset_<name with _>[]; const size_t asset_<name with _>_len;
#   const char asset_<name with _>_sha256[];  (in hexadecimal, for the page's security policy)
# so that the program carries its page, style and knowledge in itself. The bytes are checked first: an asset
# that would close the <script> or <style> element it is put into is refused.
if(CMAKE_SCRIPT_MODE_FILE)
  file(READ ${ASSET} text)
  string(TOLOWER "${text}" lower)
  if(ASSET MATCHES "\\.(js|css)$" AND lower MATCHES "</(script|style)")
    message(FATAL_ERROR "${ASSET}: contains a closing script or style tag")
  endif()
  file(READ ${ASSET} hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR len "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  file(SHA256 ${ASSET} digest)
  file(WRITE ${OUTPUT} "#include <stddef.h>\n"
    "extern const unsigned char asset_${SYMBOL}[];\nextern const size_t asset_${SYMBOL}_len;\n"
    "const unsigned char asset_${SYMBOL}[] = {${bytes}0};\nconst size_t asset_${SYMBOL}_len = ${len};\n"
    "extern const char asset_${SYMBOL}_sha256[];\n"
    "const char asset_${SYMBOL}_sha256[] = \"${digest}\";\n")
  return()
endif()

function(embed asset out)
  get_filename_component(file ${asset} NAME)
  string(MAKE_C_IDENTIFIER ${file} symbol)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embed/${symbol}.c)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DASSET=${asset} -DOUTPUT=${output} -DSYMBOL=${symbol}
      -P ${CMAKE_SOURCE_DIR}/scripts/cmake/embed.cmake
    DEPENDS ${asset} ${CMAKE_SOURCE_DIR}/scripts/cmake/embed.cmake
    VERBATIM)
  set(${out} ${${out}} ${output} PARENT_SCOPE)
endfunction()
