module "a" {
  source  = "./m"
  text    = null
  strict  = null
  number  = null
  list    = null
  object  = null
  nested  = { a = null, b = { c = null } }
}
module "b" {
  source = "./m"
  text   = "given"
  strict = "given"
  number = "12"
  list   = [null, "x"]
  object = { name = null, port = null }
}
resource "aws_instance" "nulls" {
  ami                    = "ami-1"
  instance_type          = null == null ? "t3.micro" : null
  key_name               = null
  monitoring             = try(null.x, null)
  vpc_security_group_ids = null
  tags                   = { for key, value in { a = null, b = "b", c = "" } : key => value if value != null }
  dynamic "metadata_options" {
    for_each = null[*]
    content { http_tokens = "required" }
  }
  dynamic "root_block_device" {
    for_each = { encrypted = true }[*]
    content {
      encrypted   = root_block_device.value.encrypted
      volume_size = lookup(root_block_device.value, "size", null)
    }
  }
}
locals { nothing = null }
output "a" { value = module.a.all }
output "b" { value = module.b.all }
output "null" { value = local.nothing == null }
output "tests" {
  value = {
    coalesce_list = coalescelist([], ["x"])
    coalesce      = coalesce(null, "", "y")
    compact       = compact([null, "", "z"])
    conditional   = true ? null : "x"
    list          = tolist([null, "x"])[0] == null
    splat         = [local.nothing[*], [null][*], "x"[*]]
    merge         = merge(null, { a = 1 }, null)
    equal         = [null == tostring(null), tonumber(null) == null, "" == null, [] == null]
    concat        = concat([], [null])
    length        = length([null, null])
    contains      = contains([null, "a"], "a")
    encode        = jsonencode({ a = null, b = [null] })
    lookup        = lookup({ a = "x" }, "a", null)
    one           = one([])
    try           = try(local.nothing.x.y, local.nothing)
    yaml          = yamlencode({ a = null })
    default       = try(coalesce(null), "failed")
    format        = can(format("%s", null))
    template      = can("x${null}")
  }
}
