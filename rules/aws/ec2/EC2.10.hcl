control "EC2.10" {
  slug     = "vpc-has-ec2-endpoint"
  aliases  = []
  severity = "medium"
  category = ["Protect", "Secure network configuration", "API private access"]
  title = {
    en = "VPCs have an endpoint for the EC2 API"
    ja = "VPC に EC2 API 用の VPC エンドポイントがある"
  }
  why = {
    en = "Without an endpoint every call to the EC2 API leaves the VPC for the internet. With one it stays on AWS's network, and a policy can say who may call what."
    ja = "エンドポイントがないと、EC2 API の呼び出しは VPC の外に出てインターネットを経由します。あれば AWS のネットワーク内で完結し、エンドポイントポリシーで呼び出しを制限することもできます。"
  }
  decides = "checked"
  notes = {
    en = "A VPC that is shared with other accounts is judged where it is declared. Endpoints that another configuration adds are not seen."
    ja = "他のアカウントと共有している VPC は、VPC を宣言している側で判定します。別の構成で追加したエンドポイントは考慮できません。"
  }
  config_rule = "service-vpc-endpoint-enabled"
  frameworks = {
    "aws-fsbp"       = ["EC2.10"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)"]
  }
  frameworks_derived = {
    "pci-dss-4.0"    = ["1.2.8", "1.3.1", "1.3.2", "1.4.1", "1.4.2", "1.4.4", "1.5.1", "A1.1.3"]
    "iso-27001-2022" = ["A.8.20", "A.8.21", "A.8.22"]
    "nist-csf-2.0"   = ["ae_1", "ra_5"]
  }

  check "aws_vpc" "aws_default_vpc" {
    enforce {
      condition = any([for endpoint in companions("aws_vpc_endpoint", "vpc_id") : attribute(target(endpoint.service_name), "service") == "ec2" || endswith(endpoint.service_name, ".ec2")])
      error_message = {
        en = "the VPC has no endpoint for the EC2 API"
        ja = "VPC に EC2 API 用のエンドポイントがない"
      }
    }
    fix {
      when   = meta.region != null
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "add an interface endpoint for the EC2 API"
        ja = "EC2 API 用のインターフェイスエンドポイントを追加する"
      }
      warning = {
        en = "An endpoint is charged by the hour in each zone. Private DNS needs DNS support and DNS hostnames to be enabled in the VPC."
        ja = "エンドポイントにはゾーンごとに時間単位の料金がかかります。プライベート DNS を使うには、VPC の DNS サポートと DNS ホスト名を有効にする必要があります。"
      }
      input "ec2_endpoint_subnet_ids" {
        description = {
          en = "Subnets for the endpoint, one for each Availability Zone that uses it"
          ja = "エンドポイントを配置するサブネットの ID のリスト (利用するアベイラビリティーゾーンごとに 1 つ)"
        }
      }
      input "ec2_endpoint_security_group_ids" {
        description = {
          en = "Security groups that let the VPC in on port 443"
          ja = "VPC 内からのポート 443 への接続を許可するセキュリティグループの ID のリスト"
        }
      }
      resource "aws_vpc_endpoint" {
        vpc_id              = self.id
        service_name        = "com.amazonaws.${meta.region}.ec2"
        vpc_endpoint_type   = "Interface"
        subnet_ids          = var.ec2_endpoint_subnet_ids
        security_group_ids  = var.ec2_endpoint_security_group_ids
        private_dns_enabled = true
      }
    }
    fix {
      class  = "needs-input"
      impact = "adds-resource"
      summary = {
        en = "add an interface endpoint for the EC2 API"
        ja = "EC2 API 用のインターフェイスエンドポイントを追加する"
      }
      warning = {
        en = "An endpoint is charged by the hour in each zone. Private DNS needs DNS support and DNS hostnames to be enabled in the VPC."
        ja = "エンドポイントにはゾーンごとに時間単位の料金がかかります。プライベート DNS を使うには、VPC の DNS サポートと DNS ホスト名を有効にする必要があります。"
      }
      input "ec2_endpoint_subnet_ids" {
        description = {
          en = "Subnets for the endpoint, one for each Availability Zone that uses it"
          ja = "エンドポイントを配置するサブネットの ID のリスト (利用するアベイラビリティーゾーンごとに 1 つ)"
        }
      }
      input "ec2_endpoint_security_group_ids" {
        description = {
          en = "Security groups that let the VPC in on port 443"
          ja = "VPC 内からのポート 443 への接続を許可するセキュリティグループの ID のリスト"
        }
      }
      input "aws_region" {
        description = {
          en = "Region of the VPC"
          ja = "VPC のリージョン"
        }
      }
      resource "aws_vpc_endpoint" {
        vpc_id              = self.id
        service_name        = "com.amazonaws.${var.aws_region}.ec2"
        vpc_endpoint_type   = "Interface"
        subnet_ids          = var.ec2_endpoint_subnet_ids
        security_group_ids  = var.ec2_endpoint_security_group_ids
        private_dns_enabled = true
      }
    }
  }

  remediation {
    console = {
      en = ["Open Endpoints in the VPC console and create an endpoint.", "Choose the service com.amazonaws.REGION.ec2 of type Interface, the VPC, its subnets and a security group, and create it."]
      ja = ["VPC コンソールの「エンドポイント」で「エンドポイントを作成」を押す。", "サービス com.amazonaws.リージョン.ec2 (タイプは Interface)、VPC、サブネット、セキュリティグループを選んで作成する。"]
    }
    cli = "aws ec2 create-vpc-endpoint --vpc-id VPC_ID --vpc-endpoint-type Interface --service-name com.amazonaws.REGION.ec2 --subnet-ids SUBNET_ID --security-group-ids GROUP_ID"
  }

  example "fail" "no endpoint" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }

  example "fixed" "no endpoint" {
    variable "ec2_endpoint_subnet_ids" {
      type    = list(string)
      default = ["subnet-0a1b2c3d4e5f60718"]
    }

    variable "ec2_endpoint_security_group_ids" {
      type    = list(string)
      default = ["sg-0a1b2c3d4e5f60718"]
    }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc_endpoint" "main" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.us-east-1.ec2"
      vpc_endpoint_type   = "Interface"
      subnet_ids          = var.ec2_endpoint_subnet_ids
      security_group_ids  = var.ec2_endpoint_security_group_ids
      private_dns_enabled = true
    }
  }

  example "fail" "endpoints of other services" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc_endpoint" "messages" {
      vpc_id            = aws_vpc.main.id
      service_name      = "com.amazonaws.us-east-1.ec2messages"
      vpc_endpoint_type = "Interface"
    }

    resource "aws_vpc_endpoint" "s3" {
      vpc_id       = aws_vpc.main.id
      service_name = "com.amazonaws.us-east-1.s3"
    }
  }

  example "fail" "the endpoint of another VPC" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc_endpoint" "other" {
      vpc_id            = "vpc-0a1b2c3d4e5f60718"
      service_name      = "com.amazonaws.us-east-1.ec2"
      vpc_endpoint_type = "Interface"
    }
  }

  example "pass" "an endpoint" {
    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc_endpoint" "main" {
      vpc_id              = aws_vpc.main.id
      service_name        = "com.amazonaws.us-east-1.ec2"
      vpc_endpoint_type   = "Interface"
      private_dns_enabled = true
    }
  }

  example "pass" "an endpoint of the default VPC by the name of its service" {
    data = {
      "data.aws_vpc_endpoint_service.ec2" = { service_name = "com.amazonaws.us-east-1.ec2" }
    }

    data "aws_vpc_endpoint_service" "ec2" {
      service = "ec2"
    }

    resource "aws_default_vpc" "this" {
    }

    resource "aws_vpc_endpoint" "main" {
      vpc_id            = aws_default_vpc.this.id
      service_name      = data.aws_vpc_endpoint_service.ec2.service_name
      vpc_endpoint_type = "Interface"
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = "ec2"
    }

    resource "aws_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "aws_vpc_endpoint" "main" {
      vpc_id            = aws_vpc.main.id
      service_name      = join(".", ["com.amazonaws.us-east-1", terraform_data.later.output])
      vpc_endpoint_type = "Interface"
    }
  }
}
