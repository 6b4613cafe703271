# What the expressions in *.txt may use; the test has the same names.
resource "terraform_data" "x" {
  input = "i"
}

module "typed" {
  source  = "./typed"
  string  = jsondecode(terraform_data.x.id)
  number  = jsondecode(terraform_data.x.id)
  bool    = jsondecode(terraform_data.x.id)
  list    = jsondecode(terraform_data.x.id)
  set     = jsondecode(terraform_data.x.id)
  map     = jsondecode(terraform_data.x.id)
  object  = jsondecode(terraform_data.x.id)
  objects = jsondecode(terraform_data.x.id)
  tuple   = jsondecode(terraform_data.x.id)
}

locals {
  u       = terraform_data.x.id
  uany    = jsondecode(terraform_data.x.id)
  ustr    = module.typed.string
  unum    = module.typed.number
  ubool   = module.typed.bool
  ulist   = module.typed.list
  uset    = module.typed.set
  umap    = module.typed.map
  uobj    = module.typed.object
  uobjs   = module.typed.objects
  utuple  = module.typed.tuple
  secret  = sensitive("s")
  secrets = sensitive(["s", "t"])
  list    = tolist(["a", "b", "c"])
  nums    = tolist([3, 1, 2])
  set     = toset(["b", "a", "c"])
  map     = tomap({ k = "v", a = "b" })
  obj     = { name = "n", port = 80, tags = { x = "y" }, none = null, list = ["p", "q"] }
  objs    = [{ id = "i1", n = 1 }, { id = "i2", n = 2 }]
}
