variable "settings" {
  type = any
  default = {
    a = { size = 10, tags = { x = "1" } }
    b = { size = "20" }
    c = null
    d = {}
  }
}

locals {
  sizes  = { for k, v in var.settings : k => try(tonumber(v.size), 1) }
  nested = [for k, v in var.settings : { k = k, tags = try(v.tags, {}) } if v != null]
  flat   = flatten([[1, [2]], [], [[3, [[4]]]]])
  pick   = coalesce(try(var.settings.c.size, null), try(var.settings.zz, null), "fallback")
  deep   = lookup(lookup(var.settings, "a", {}), "tags", {})
  any    = anytrue([for s in values(local.sizes) : s > 15])
  all    = alltrue([for s in values(local.sizes) : s > 0])
  index  = index(["x", "y", "z"], "y")
  trans  = transpose({ a = ["1", "2"], b = ["2"] })
  zip    = zipmap(["k1", "k2"], [true, 3])
  chunk  = chunklist([1, 2, 3, 4, 5], 2)
  match  = matchkeys(["i-1", "i-2", "i-3"], ["a", "b", "a"], ["a"])
  dist   = distinct(["a", "b", "a"])
  rev    = reverse(sort(["c", "a", "b"]))
  slice  = slice(["a", "b", "c", "d"], 1, 3)
  sum    = sum([1, 2.5, "3"])
  splat  = [{ n = 1 }, { n = 2 }][*].n
  full   = { x = [{ v = [1] }, { v = [2, 3] }] }.x[*].v[0]
  set    = setunion(["a"], toset(["b", "a"]))
  inter  = setintersection(["a", "b"], ["b", "c"])
  fmt    = formatlist("%s-%d", ["a", "b"], [1, 2])
  rx     = regex("(?P<year>\\d{4})-(?P<month>\\d{2})", "2024-03")
  rxall  = regexall("[a-z]+", "1a2bc3")
  repl   = replace("a.b.c", "/\\.(\\w)/", "_$1")
  date   = formatdate("YYYY-MM-DD'T'hh:mm", "2024-02-29T23:59:00Z")
  add    = timeadd("2024-02-28T00:00:00Z", "48h")
  cidr   = cidrsubnets("10.1.0.0/16", 4, 4, 8, 4)
  host   = cidrhost("10.12.112.0/20", 268)
  mask   = cidrnetmask("172.16.0.0/12")
  p      = pow(2, 10) + log(8, 2) + ceil(5.1) + floor(-5.1) + signum(-3) + abs(-4) + parseint("ff", 16)
  s      = "${substr("hello", 1, 3)}|${strrev("abc")}|${title("hello world")}|${indent(2, "a\nb")}|${chomp("x\n")}|${trim("?!x!?", "!?")}|${trimprefix("helloworld", "hello")}|${startswith("abc", "ab")}"
  enc    = [base64encode("x"), urlencode("a b&c"), sha1("x"), sha256("x"), md5("x"), base64sha256("x"), uuidv5("dns", "example.com"), base64gzip("x")]
  ter    = true ? "a" : null
  typ    = [1, "2", true]
  cmp    = [1 == 1.0, "1" == 1, [1] == [1], { a = 1 } == { a = 1 }, null == null, 10 % 3, -7 % 3, 7 / 2]
}

resource "aws_ssm_parameter" "p" {
  for_each = {
    for k, v in {
      sizes = local.sizes, nested = local.nested, flat = local.flat, pick = local.pick, deep = local.deep, any = local.any, all = local.all
      index = local.index, trans = local.trans, zip = local.zip, chunk = local.chunk, match = local.match, dist = local.dist, rev = local.rev
      slice = local.slice, sum = local.sum, splat = local.splat, full = local.full, set = local.set, inter = local.inter, fmt = local.fmt
      rx = local.rx, rxall = local.rxall, repl = local.repl, date = local.date, add = local.add, cidr = local.cidr, host = local.host, mask = local.mask
      p = local.p, s = local.s, enc = local.enc, ter = local.ter, typ = local.typ, cmp = local.cmp
    } : k => jsonencode(v)
  }
  name  = "/${each.key}"
  type  = "String"
  value = each.value
}
