locals {
  plan = { for pair in setproduct(["a", "b", "c"], ["public", "private"]) : "${pair[1]}-${pair[0]}" => pair }
  nets = cidrsubnets("10.8.0.0/16", [for index in range(length(local.plan)) : index < 3 ? 4 : 8]...)
  by   = zipmap(sort(keys(local.plan)), local.nets)
  arn  = regex("^arn:(?P<partition>[^:]+):(?P<service>[^:]+):(?P<region>[^:]*):(?P<account>[0-9]*):(?P<resource>.+)$", "arn:aws:iam::111122223333:role/path/name")
}
resource "aws_vpc" "v" { cidr_block = "10.8.0.0/16" }
resource "aws_subnet" "s" {
  for_each   = local.by
  vpc_id     = aws_vpc.v.id
  cidr_block = each.value
  tags       = { Name = each.key, First = cidrhost(each.value, 10), Mask = cidrnetmask(each.value), Tier = title(split("-", each.key)[0]) }
}
output "by" { value = local.by }
output "arn" { value = local.arn }
output "parts" {
  value = {
    all      = regexall("[a-z]+([0-9])", "ab1 cd2 ef3")
    plain    = regex("\\d+", "room 404")
    groups   = regex("(\\w+)@(\\w+)\\.com", "me@example.com")
    replace  = [replace("a.b.c", ".", "-"), replace("aaa", "/a(a)/", "<$1>"), replace("x1y22", "/[0-9]+/", "#"), replace("name", "/^(?P<f>.)/", "$${f}-")]
    missing  = try(regex("z", "abc"), "no match")
    greedy   = regexall("(?i)A.*?B", "axb AyyB")
    split    = split(", ", "a, b, c")
    trim     = [trim("  x  ", " "), trimspace("\n x \t"), trimsuffix("a.tf", ".tf"), trimprefix("sg-1", "sg-")]
    case     = [title("hello wORLD"), lower("ÀB"), upper("straße")]
    chunk    = chunklist(range(7), 3)
    substr   = [substr("hello", -3, -1), substr("héllo", 1, 2), strrev("aé")]
    hosts    = [cidrhost("fd00::/48", 5), cidrsubnet("fd00::/48", 16, 162), cidrhost("10.0.0.0/24", -2)]
    strcont  = [strcontains("abc", "b"), startswith("abc", "ab"), endswith("abc", "c")]
    indent   = indent(2, "a\nb")
    join     = join(", ", [for k, v in { b = 1, a = 2 } : "${k}=${v}"])
    sha      = [sha1("x"), substr(sha256("x"), 0, 8), md5("x"), base64sha256("x")]
    uuid     = uuidv5("dns", "example.com")
    base64   = [base64encode("Hé"), base64decode("SMOp"), urlencode("a b&c=d/é")]
    csv      = csvdecode("a,b\n1,\"x, y\"\n")
  }
}
