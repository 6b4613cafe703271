control "EMR.1" {
  slug     = "emr-primary-node-no-public-ip"
  aliases  = []
  severity = "high"
  category = ["Protect", "Secure network configuration"]
  title = {
    en = "EMR primary nodes have no public address"
    ja = "EMR クラスターのプライマリノードにパブリック IP アドレスがない"
  }
  why = {
    en = "The primary node runs the cluster's management interfaces. With a public address one open port is enough for strangers to submit jobs with the cluster's role."
    ja = "プライマリノードではクラスターの管理画面や API が動いています。パブリック IP があると、ポートが 1 つ開いているだけで、第三者がクラスターのロールでジョブを実行できてしまいます。"
  }
  decides = "partly"
  limits = {
    en = "A cluster whose subnets are given only by ids of another configuration is not judged, because their settings are not seen; read the subnet with data.aws_subnet to have it judged. Addresses that are associated later are not seen."
    ja = "サブネットが別の構成の ID だけで指定されている場合は、その設定が分からないため判定しません。data.aws_subnet で参照すると判定できます。後から関連付けられたアドレスも対象外です。"
  }
  config_rule = "emr-master-no-public-ip"
  frameworks = {
    "aws-fsbp"       = ["EMR.1"]
    "pci-dss-3.2.1"  = ["1.2.1", "1.3.1", "1.3.2", "1.3.4", "1.3.6"]
    "nist-800-53-r5" = ["AC-21", "AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6", "SC-7", "SC-7(11)", "SC-7(16)", "SC-7(20)", "SC-7(21)", "SC-7(3)", "SC-7(4)", "SC-7(9)"]
  }
  frameworks_derived = {
    "aws-well-architected-security" = ["SEC03-BP07"]
    "iso-27001-2022"                = ["A.8.1"]
  }

  check "aws_emr_cluster" {
    filter = !local.placed || any([for subnet in local.subnets : subnet != null])
    locals {
      placed  = is_set(one(attrs.ec2_attributes[*].subnet_id)) || is_set(one(attrs.ec2_attributes[*].subnet_ids))
      subnets = concat([target(one(attrs.ec2_attributes[*].subnet_id))], targets(default(one(attrs.ec2_attributes[*].subnet_ids), [])))
      public  = [for subnet in local.subnets : subnet if subnet == null ? false : default(subnet.map_public_ip_on_launch, can(regex("(^|\\.)aws_default_subnet\\.", address(subnet))))]
      managed = [for subnet in local.public : subnet if !can(regex("(^|\\.)data\\.", address(subnet)))]
    }
    enforce {
      condition = local.placed && length(local.public) == 0
      at        = "ec2_attributes.subnet_id"
      error_message = {
        en = "the cluster's nodes get public addresses from their subnet"
        ja = "クラスターのノードに、サブネットの設定でパブリック IP アドレスが割り当てられる"
      }
    }
    fix {
      when   = length(local.managed) > 0
      class  = "unsafe"
      impact = "in-place"
      summary = {
        en = "assign no public addresses in the cluster's subnet"
        ja = "クラスターのサブネットでパブリック IP アドレスを自動で割り当てない"
      }
      warning = {
        en = "Instances launched in the subnet from now on get no public address. Running nodes keep theirs until the cluster is created anew, and new ones need a NAT gateway or VPC endpoints."
        ja = "以後、このサブネットで起動するインスタンスにはパブリック IP が付きません。稼働中のノードはクラスターを作り直すまで変わらず、新しいノードには NAT ゲートウェイか VPC エンドポイントが必要です。"
      }
      on  = local.managed[0]
      set = { map_public_ip_on_launch = false }
    }
    fix {
      class  = "needs-input"
      impact = "replaces"
      summary = {
        en = "place the cluster in a private subnet"
        ja = "クラスターをプライベートサブネットに配置する"
      }
      warning = {
        en = "The cluster is terminated and created anew; data in HDFS is lost."
        ja = "クラスターは終了して作り直され、HDFS 上のデータは失われます。"
      }
      input "emr_subnet_id" {
        description = {
          en = "Private subnet for the cluster, with a route to S3 and the EMR service"
          ja = "クラスターを配置するプライベートサブネットの ID (S3 と EMR への経路があるもの)"
        }
      }
      set    = { "ec2_attributes.subnet_id" = var.emr_subnet_id }
      remove = ["ec2_attributes.subnet_ids"]
    }
  }

  remediation {
    console = {
      en = ["Clone the cluster in the EMR console.", "Choose a subnet that assigns no public addresses, and start the clone.", "Terminate the old cluster."]
      ja = ["EMR コンソールでクラスターをクローンする。", "パブリック IP を自動で割り当てないサブネットを選んで起動する。", "元のクラスターを終了する。"]
    }
    cli = "aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --no-map-public-ip-on-launch"
  }

  example "fail" "a subnet with public addresses" {
    resource "aws_subnet" "emr" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = true
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = aws_subnet.emr.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "fixed" "a subnet with public addresses" {
    resource "aws_subnet" "emr" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = false
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = aws_subnet.emr.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "fail" "one of several subnets" {
    data = {
      "data.aws_subnet.a" = { map_public_ip_on_launch = false }
      "data.aws_subnet.b" = { map_public_ip_on_launch = true }
    }

    data "aws_subnet" "a" {
      id = "subnet-0a1b2c3d4e5f6071a"
    }

    data "aws_subnet" "b" {
      id = "subnet-0a1b2c3d4e5f6071b"
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_ids       = [data.aws_subnet.a.id, data.aws_subnet.b.id]
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "fail" "no subnet: the default VPC" {
    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "fixed" "no subnet: the default VPC" {
    variable "emr_subnet_id" {
      type    = string
      default = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = var.emr_subnet_id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "fail" "a default subnet" {
    resource "aws_default_subnet" "a" {
      availability_zone = "us-east-1a"
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = aws_default_subnet.a.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "fail" "a subnet that was read" {
    data = {
      "data.aws_subnet.emr" = { map_public_ip_on_launch = true }
    }

    data "aws_subnet" "emr" {
      id = "subnet-0a1b2c3d4e5f60718"
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = data.aws_subnet.emr.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "pass" "a private subnet by default" {
    resource "aws_subnet" "emr" {
      vpc_id     = "vpc-0a1b2c3d4e5f60718"
      cidr_block = "10.0.1.0/24"

    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = aws_subnet.emr.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "pass" "switched off in the subnet" {
    resource "aws_subnet" "emr" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = false
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = aws_subnet.emr.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "pass" "private subnets" {
    data = {
      "data.aws_subnet.a" = { map_public_ip_on_launch = false }
      "data.aws_subnet.b" = { map_public_ip_on_launch = false }
    }

    data "aws_subnet" "a" {
      id = "subnet-0a1b2c3d4e5f6071a"
    }

    data "aws_subnet" "b" {
      id = "subnet-0a1b2c3d4e5f6071b"
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_ids       = [data.aws_subnet.a.id, data.aws_subnet.b.id]
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }

  example "unknown" "decided at apply" {
    resource "terraform_data" "later" {
      input = true
    }

    resource "aws_subnet" "emr" {
      vpc_id                  = "vpc-0a1b2c3d4e5f60718"
      cidr_block              = "10.0.1.0/24"
      map_public_ip_on_launch = tobool(terraform_data.later.output)
    }

    resource "aws_emr_cluster" "analytics" {
      name          = "analytics"
      release_label = "emr-7.5.0"
      applications  = ["Spark"]
      service_role  = "EMR_DefaultRole_V2"
      ec2_attributes {
        instance_profile = "EMR_EC2_DefaultRole"
        subnet_id        = aws_subnet.emr.id
      }
      master_instance_group {
        instance_type = "m5.xlarge"
      }
    }
  }
}
