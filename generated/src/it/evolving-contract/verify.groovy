def log = new File(basedir, 'build.log').text
assert log.contains('Since 0.1.0:')
assert log =~ /GET +\/ImageStore\/\$\/FolderSize/
assert log.contains('API changes are backward compatible')
return true
