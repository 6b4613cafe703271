#!/bin/bash
set -euo pipefail
echo "$${HOME} $(date) %%{x}"
%{ for package in packages ~}
yum install -y ${package}
%{ endfor ~}
%{ for name, value in env }
export ${name}='${value}'
%{~ endfor }
listen ${port}
