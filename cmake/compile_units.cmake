# One unit of compilation for each folder of a target's sources: the compiler spends most of its time
# on headers and templates that the files of a folder share. So what these keep to themselves, in
# anonymous namespaces, has names that differ. A source that is in a group already stays there.
function(brenier_unite_folders target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_source_file_property(group "${source}" UNITY_GROUP)
    if(NOT group)
      cmake_path(GET source PARENT_PATH group)
      cmake_path(RELATIVE_PATH group BASE_DIRECTORY "${PROJECT_SOURCE_DIR}/cpp")
      string(MAKE_C_IDENTIFIER "${group}" group)
      set_source_files_properties("${source}" PROPERTIES UNITY_GROUP ${group})
    endif()
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
