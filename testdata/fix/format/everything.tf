# head
terraform {
  required_version   =   ">= 1.0" # why
required_providers {
aws = { source = "hashicorp/aws", version="~> 5.0"}
}
}


resource   "aws_instance"  "web" {
count = var.x?1:0
  ami="ami-1"   // comment
    instance_type  =  "t3.micro"      # other
  # own line
  tags={
    Name="x" # a
    "Other name" =   "y"  # b
    é = "ü"
}
  user_data = <<-EOT
       hello ${var.x}
         ${ join(",",[
       "a"
      ,"b"]) }
     more
    EOT
  a = -1
  b = 1-1
  c = !var.x
  d = [for x in [1,2]:x if x>1]
  e = {for k,v in var.m: k=>v...}
  f = foo( 1,2 )[0].bar[ 1 ]
  g = "${ {a=1} }${var.x}x"
  h = var.list[*].id
  i = <<EOF
text
EOF
  ebs_block_device {}
  nested { x = 1 }
  nested { 
   x = 1
  }
  j = [{
    a = 1
  }, {
    b = 2
  }]
  k = merge(var.tags, {
    x = 1
    yyyy = 2
  })
  l = [
  1,
     2, # two
     33,    # three
    ]
  m = (1+2)*3
  n = a ? -1 : - 2
  o = provider::aws::arn_parse( "x" )
  /* block */ p = 1 /* t */
  q = 1 /* u */ # v
  long_name_here_for_alignment = 12
  r = (
    1 +
    2
  )
  s = "a" == "b" && !c || d>=e
  t = "\"quoted\" $${x} %{ if  true }x%{endif}"
  u = var.a.0.b
  v = "日本語" # c1
  日本 = 1 # c2
}

locals { x = 1 }
locals {

  x = 1

      # c
  yy = 2
}
variable "x" {}	
variable "y" { 
	type = string 
	description	= "tab"
}
