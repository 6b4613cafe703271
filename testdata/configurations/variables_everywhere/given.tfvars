from_file      = ["given", { x = 1 }]
argument_order = "given.tfvars"
twice          = "given.tfvars"
