a = "terraform.tfvars"
b = "terraform.tfvars"
c = "terraform.tfvars"
n = "41"
l = ["x", 2, true]
nul = null
opt = {
  name = "o"
  deep = { tags = { k = "v" } }
  list = [{ p = 80 }, {}]
}
