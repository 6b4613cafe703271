provider "aws" {
  region = "us-gov-west-1"
}

data "aws_partition" "p" {}
data "aws_region" "r" {}

resource "aws_sns_topic" "t" {
  name = "t"
  tags = {
    partition = data.aws_partition.p.partition
    suffix    = data.aws_partition.p.dns_suffix
    reverse   = data.aws_partition.p.reverse_dns_prefix
    region    = data.aws_region.r.name
    rid       = data.aws_region.r.id
    file      = trimspace(file("${path.module}/files/a.txt"))
    lines     = join("+", split("\n", file("files/b.txt")))
    exists    = tostring(fileexists("${path.root}/files/none"))
    set       = join(",", fileset(path.module, "files/*.txt"))
    no_folder = "0${join(",", fileset("${path.module}/dist", "**"), fileset("${path.module}/main.tf/x", "*"))}"
    tpl       = templatefile("files/t.tftpl", { names = ["x", "y"], on = true })
    sha       = filesha256("files/a.txt")
    b64       = filebase64("files/a.txt")
    md5       = filemd5("files/a.txt")
    base      = basename(path.cwd) == "" ? "none" : "some"
  }
}
